import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, type QueryResultRow } from 'pg';
import { administratorOf, connectionsTo } from './per-worker/connections';
import { currentRun } from './run';

export interface TestDatabase {
  readonly url: string;
  /** Runs statements past every app, on a connection that stays. */
  query<Row extends QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** PostgreSQL's code for "source database is being accessed by other users": the other worker is copying it. */
const OBJECT_IN_USE = '55006';

/** A new database with every migration applied, copied from the run's template in some 20 ms. */
export async function createDatabase(): Promise<TestDatabase> {
  const { serverUrl, template } = currentRun();
  return createDatabaseOn(serverUrl, template);
}

/** A new database without a single table, for tests of migrations and of the first start. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return createDatabaseOn(currentRun().serverUrl, 'template0');
}

/** A new database with all that is in this one, which nobody may be connected to. */
export async function copyOf({ url }: TestDatabase): Promise<TestDatabase> {
  return createDatabaseOn(currentRun().serverUrl, new URL(url).pathname.slice(1), randomName('latchkey_copy'));
}

/** @param tablespace where it lies; else where its template does */
export async function createDatabaseOn(serverUrl: string, template: string, name = randomName('latchkey_test'), tablespace?: string): Promise<TestDatabase> {
  const place = tablespace === undefined ? '' : ` TABLESPACE ${tablespace}`;
  const administrator = administratorOf(serverUrl);
  await retryWhileInUse(() => administrator.query(`CREATE DATABASE ${name} TEMPLATE ${template}${place}`));
  const kept = keptDatabase(withDatabase(serverUrl, name));
  return {
    ...kept,
    drop: async () => {
      await kept.drop();
      await administrator.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/** A database that somebody else made, and drops: this one's end is only that of its connections. */
export function keptDatabase(url: string): TestDatabase {
  const pool = connectionsTo(url, 4);
  return {
    url,
    query: async (sql, values = []) => (await pool.query(sql, values)).rows,
    drop: async () => {
      if (!pool.ended) await pool.end();
    },
  };
}

export function randomName(prefix: string): string {
  return `${prefix}_${randomBytes(6).toString('hex')}`;
}

/**
 * The same server, another database. The URL of a unix socket (`postgres://user@/db?host=/dir`) gets a host beside its
 * directory, which wins: without one it is no URL to most readers.
 */
export function withDatabase(url: string, database: string): string {
  const parts = /^(postgres(?:ql)?:\/\/(?:[^/?#@]*@)?)([^/?#]*)(?:\/[^?#]*)?(\?.*)?$/.exec(url);
  if (parts === null) throw new Error('not a PostgreSQL address');
  return `${parts[1]}${parts[2] || 'localhost'}/${database}${parts[3] ?? ''}`;
}

/** Runs statements on a connection of their own. */
export async function run<Row extends QueryResultRow>(url: string, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

async function retryWhileInUse(attempt: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await attempt();
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== OBJECT_IN_USE || tries >= 100) throw error;
      await delay(20 + Math.floor(tries * 5));
    }
  }
}
