import { randomInt } from 'node:crypto';
import { Client } from 'pg';
import { ConfigError } from '../config/load-config';
import { type DatabaseSetting, DatabaseUnreachableError } from './database-unreachable-error';
import { hangUp } from './notice-connection';

const FAULT =
  'DATABASE_DIRECT_URL: leads to another database than DATABASE_URL; both must name the same one, DATABASE_DIRECT_URL past the pooler. ' +
  'Where there is no transaction pooler, leave it out';

/** Milliseconds to connect in, and for a statement: the start loads the program meanwhile, which keeps this from being noticed for seconds. */
const PATIENCE = 15_000;

/** The first number of the lock's pair; migrations and the embedded server have others. */
const LATCHKEY = 0x6c617464;

/**
 * Finds out whether two addresses lead to one database. Changes are announced where they are made, over the first, and heard over
 * the second: otherwise an instance would hear itself alone, and keep on serving sessions that have ended. A lock that one of them
 * takes is denied to the other exactly in the same database; a stored id would be the same in a copy, and absent in an empty one.
 * @throws ConfigError where they lead to two; DatabaseUnreachableError
 */
export async function requireOneDatabase(url: string, directUrl: string): Promise<void> {
  const [pooled, direct] = [connection(url), connection(directUrl)];
  // A connection that breaks fails the statement under way; without a listener it would end the process.
  for (const client of [pooled, direct]) client.on('error', () => undefined);
  const key = randomInt(2 ** 31);
  try {
    await Promise.all([reach(direct, 'DATABASE_DIRECT_URL'), reach(pooled, 'DATABASE_URL')]);
    await direct.query('SELECT pg_advisory_lock($1, $2)', [LATCHKEY, key]);
    if (await isFree(pooled, key)) throw new ConfigError([FAULT]);
  } finally {
    await Promise.all([hangUp(pooled), hangUp(direct)]);
  }
}

function connection(url: string): Client {
  const limits = { connectionTimeoutMillis: PATIENCE, query_timeout: PATIENCE };
  return new Client({ connectionString: url, ...limits, application_name: 'latchkey start', keepAlive: true });
}

async function reach(client: Client, setting: DatabaseSetting): Promise<void> {
  await client.connect().catch((error: unknown) => {
    throw new DatabaseUnreachableError(setting, error);
  });
}

// A lock of a transaction, since the pooler may give the next statement another connection.
async function isFree(client: Client, key: number): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_xact_lock($1, $2) AS taken', [LATCHKEY, key]);
  return rows[0]?.taken === true;
}
