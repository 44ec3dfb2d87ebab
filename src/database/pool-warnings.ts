import type { Config } from '../config/config';
import type { Database } from './database';
import { isPooled, STATEMENT_LIMITS } from './pool-options';

interface Effective {
  readonly role: string;
  readonly statement_timeout: string;
  readonly lock_timeout: string;
}

const EFFECTIVE = `SELECT quote_ident(current_user) AS role, current_setting('statement_timeout') AS statement_timeout,
  current_setting('lock_timeout') AS lock_timeout`;

/**
 * What an operator should know of a transaction pooler. Through it transactions bring their limits of time along, and a single
 * statement has none but those of its role: the program gives it up after six seconds, and the server may go on and
 * commit it later. Nothing where the database cannot be asked: readiness tells of that.
 */
export async function poolWarnings(database: Database, config: Config): Promise<string[]> {
  if (!isPooled(config.database)) return [];
  const [found] = await database.query<Effective>(EFFECTIVE).catch(() => []);
  if (found === undefined) return [];
  const missing = (['statement_timeout', 'lock_timeout'] as const).filter((name) => found[name] === '0');
  if (missing.length === 0) return [];
  const remedy = missing.map((name) => `ALTER ROLE ${found.role} SET ${name} = '${STATEMENT_LIMITS[name] / 1000}s'`).join('; ');
  return [
    `DATABASE_DIRECT_URL: through the pooler single statements have no ${missing.join(' and no ')}, so one that was given up may be committed later: ${remedy}`,
  ];
}
