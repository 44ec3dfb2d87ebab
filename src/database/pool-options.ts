import type { ClientBase } from 'pg';
import type { Config } from '../config/config';
import { cutWhenSilent } from './silent-server';
import { requireWritable } from './writable-server';

/** Milliseconds: a statement, a wait for a lock, a wait for a connection of the pool, whose end is to be told within five seconds. */
const STATEMENT_TIMEOUT = 5_000;
const LOCK_TIMEOUT = 2_000;
const ACQUIRE_TIMEOUT = 4_500;

/**
 * Whether statements go through a transaction pooler, such as pgbouncer: a connection is then ours for one transaction
 * only, and takes neither prepared statements nor start-up parameters of ours.
 */
export function isPooled({ directUrl }: Config['database']): boolean {
  return directUrl !== null;
}

/** What the driver's pool and its connections are told. */
export function poolOptions(database: Config['database']): object {
  const always = { connectionTimeoutMillis: ACQUIRE_TIMEOUT, onConnect: take };
  // A pooler refuses the parameters: there transactions bring the limits along.
  return isPooled(database) ? always : { ...always, statement_timeout: STATEMENT_TIMEOUT, lock_timeout: LOCK_TIMEOUT };
}

/** A new connection, before anybody gets it. @throws Error where it leads to a server that takes no writes */
async function take(client: ClientBase): Promise<void> {
  cutWhenSilent(client);
  await requireWritable(client);
}

/** The same limits for one transaction. */
export const TRANSACTION_LIMITS = `SELECT set_config('statement_timeout', '${STATEMENT_TIMEOUT}', true), set_config('lock_timeout', '${LOCK_TIMEOUT}', true)`;
