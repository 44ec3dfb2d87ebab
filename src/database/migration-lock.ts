import type { QueryRunner } from 'typeorm';
import { sqlState } from '../errors/sql-state';
import type { Log } from '../log/log';
import { type Backend, MigrationsBlockedError } from './migrations-blocked-error';

/** Any number no other program on the database uses: the first bytes of "latchkey" in ASCII. */
const LOCK = 0x6c617463;

/** PostgreSQL's code for a lock that was not to be had in time. */
export const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Migrations take as long as they take, whatever limit the role has. And the server notices within half a minute when the machine of an
 * instance is gone, not after TCP's two hours, in which the lock would be nobody's to give back.
 */
const SETTINGS = 'SET statement_timeout = 0; SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4';

const HOLDER = `SELECT a.pid AS backend, coalesce(host(a.client_addr), 'the same machine') AS address FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
  WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = $1 AND a.datname = current_database() LIMIT 1`;

/**
 * Waits until no other instance migrates. The lock belongs to the connection, the one that the migrations run on: who loses it
 * loses what it was about to commit, and no other instance migrates beside it.
 * @param patience milliseconds
 * @throws MigrationsBlockedError once they are over
 */
export async function lockMigrations(connection: QueryRunner, patience: number, log: Log): Promise<void> {
  await connection.query(SETTINGS);
  const [answer] = (await connection.query('SELECT pg_try_advisory_lock($1) AS mine', [LOCK])) as { mine: boolean }[];
  if (answer?.mine === true) return;
  tellWaiting(log, await holder(connection));
  await connection.query(`SET lock_timeout = ${patience}`);
  try {
    await connection.query('SELECT pg_advisory_lock($1)', [LOCK]);
  } catch (error) {
    if (sqlState(error) !== LOCK_NOT_AVAILABLE) throw error;
    throw MigrationsBlockedError.after(patience, await holder(connection), 'holds their lock', { cause: error });
  }
}

/** Says in the log that the migrations wait, and for whom where that is known. */
export function tellWaiting(log: Log, backend: Backend | undefined): void {
  log.event('migrations_waiting', { backend: backend?.backend ?? null, address: backend?.address ?? null });
}

async function holder(connection: QueryRunner): Promise<Backend | undefined> {
  const [found] = (await connection.query(HOLDER, [LOCK])) as Backend[];
  return found;
}
