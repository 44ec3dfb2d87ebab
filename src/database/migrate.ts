import { Client } from 'pg';
import { DataSource } from 'typeorm';
import type { Log } from '../log/log';
import { connectionOptions } from './connection-options';
import { MIGRATIONS } from './migrations';

/** Any number no other program on the database uses: the first bytes of "latchkey" in ASCII. */
const MIGRATION_LOCK = 0x6c617463;

/**
 * Brings the schema up to date. Instances that start at once take turns by an advisory lock; each migration is a
 * transaction, so one that is killed leaves nothing behind.
 * @param options.url a direct connection, not a transaction pooler: the lock belongs to the connection
 * @returns the names of the migrations applied now
 */
export async function migrate(options: { url: string; log: Log }): Promise<string[]> {
  const lock = new Client({ connectionString: options.url });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const applied = await runPending(options.url);
    if (applied.length > 0) options.log.event('migrated', { migrations: applied });
    return applied;
  } finally {
    await lock.end();
  }
}

async function runPending(url: string): Promise<string[]> {
  const dataSource = new DataSource({ type: 'postgres', ...connectionOptions(url), migrations: MIGRATIONS, poolSize: 1 });
  await dataSource.initialize();
  try {
    const applied = await dataSource.runMigrations({ transaction: 'each' });
    return applied.map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}
