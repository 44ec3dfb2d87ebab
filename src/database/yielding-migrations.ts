import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import { sqlState } from '../errors/sql-state';
import type { Log } from '../log/log';
import { LOCK_NOT_AVAILABLE, tellWaiting } from './migration-lock';
import { type Backend, MigrationsBlockedError } from './migrations-blocked-error';

/** Milliseconds that a migration may queue for a table: whoever asks for the table meanwhile queues behind it. And until it tries again. */
const QUEUE = 500;
const PAUSE = 2_000;

/** Whose transaction has used a table for longest. */
const OLDEST = `SELECT a.pid AS backend, coalesce(host(a.client_addr), 'the same machine') AS address FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
  WHERE l.locktype = 'relation' AND l.granted AND a.datname = current_database() AND a.pid <> pg_backend_pid() ORDER BY a.xact_start LIMIT 1`;

/**
 * Runs migrations and lets everybody else go on meanwhile. A migration that waits for a table stands in the way of all who come after it, for as
 * long as somebody reads the table, as a backup does: it gives up soon, leaves nothing behind and tries again.
 * @param patience milliseconds
 * @throws MigrationsBlockedError once they are over, and what `run` throws
 */
export async function runYielding<T>(connection: QueryRunner, patience: number, log: Log, run: () => Promise<T>): Promise<T> {
  await connection.query(`SET lock_timeout = ${QUEUE}`);
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      if (sqlState(error) !== LOCK_NOT_AVAILABLE) throw error;
      const [user] = (await connection.query(OLDEST)) as Backend[];
      if (tries === 1) tellWaiting(log, user);
      if (tries * (QUEUE + PAUSE) >= patience) throw MigrationsBlockedError.after(patience, user, 'uses a table that they change', { cause: error });
      await sleep(PAUSE);
    }
  }
}
