import type { Config } from '../config/config';
import { cutWhenSilent } from './silent-server';

/** Milliseconds: a statement, a wait for a lock, a wait for a connection of the pool. */
const STATEMENT_TIMEOUT = 5_000;
const LOCK_TIMEOUT = 2_000;
const ACQUIRE_TIMEOUT = 5_000;

/**
 * Whether statements go through a transaction pooler, such as pgbouncer: a connection is then ours for one transaction
 * only, and takes neither prepared statements nor start-up parameters of ours.
 */
export function isPooled({ directUrl }: Config['database']): boolean {
  return directUrl !== null;
}

/** What the driver's pool and its connections are told. */
export function poolOptions(database: Config['database']): object {
  const always = { connectionTimeoutMillis: ACQUIRE_TIMEOUT, onConnect: cutWhenSilent };
  // A pooler refuses the parameters: there transactions bring the limits along.
  return isPooled(database) ? always : { ...always, statement_timeout: STATEMENT_TIMEOUT, lock_timeout: LOCK_TIMEOUT };
}

/** The same limits for one transaction. */
export const TRANSACTION_LIMITS = `SELECT set_config('statement_timeout', '${STATEMENT_TIMEOUT}', true), set_config('lock_timeout', '${LOCK_TIMEOUT}', true)`;
