import type { ClientBase } from 'pg';
import type { Config } from '../config/config';
import { cutWhenSilent } from './silent-server';
import { requireWritable } from './writable-server';

/** Milliseconds: a statement, a wait for a lock. */
export const STATEMENT_LIMITS = { statement_timeout: 5_000, lock_timeout: 2_000 } as const;
/** Milliseconds to wait for a connection of the pool, whose end is to be told within five seconds. */
const ACQUIRE_TIMEOUT = 4_500;
/**
 * Milliseconds that a connection is kept without work. To open one takes PostgreSQL longer than twenty statements, and a storm that finds
 * none opens all of them in its first moment.
 */
const KEPT_IDLE = 300_000;
/** Milliseconds without a word after which the other end is asked for a sign of life, so that no firewall between forgets the connection. */
const KEEP_ALIVE = 30_000;

/**
 * Whether statements go through a transaction pooler, such as pgbouncer: a connection is then ours for one transaction
 * only, and takes neither prepared statements nor start-up parameters of ours.
 */
export function isPooled({ directUrl }: Config['database']): boolean {
  return directUrl !== null;
}

/** What the driver's pool and its connections are told. */
export function poolOptions(database: Config['database']): object {
  const always = {
    connectionTimeoutMillis: ACQUIRE_TIMEOUT,
    idleTimeoutMillis: KEPT_IDLE,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE,
    onConnect: take,
  };
  // A pooler refuses the parameters: there transactions bring the limits along, and single statements have those of the role.
  return isPooled(database) ? always : { ...always, ...STATEMENT_LIMITS };
}

/** A new connection, before anybody gets it. @throws Error where it leads to a server that takes no writes */
async function take(client: ClientBase): Promise<void> {
  cutWhenSilent(client);
  await requireWritable(client);
}

/** The same limits for one transaction. */
export const TRANSACTION_LIMITS = `SELECT ${Object.entries(STATEMENT_LIMITS)
  .map(([name, milliseconds]) => `set_config('${name}', '${milliseconds}', true)`)
  .join(', ')}`;
