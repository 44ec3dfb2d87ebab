import { DataSource, MigrationExecutor } from 'typeorm';
import type { Log } from '../log/log';
import { connectionOptions } from './connection-options';
import { type DatabaseSetting, DatabaseUnreachableError } from './database-unreachable-error';
import { lockMigrations } from './migration-lock';
import { MIGRATIONS } from './migrations';

/** Milliseconds that another instance may take for its migrations: longer than any of ours, on a large store. */
const PATIENCE = 600_000;
/** Milliseconds of silence after which a connection is asked for a sign of life: a server that is gone must not be waited for. */
const KEEP_ALIVE = 10_000;

export interface MigrateOptions {
  readonly url: string;
  readonly log: Log;
  readonly setting?: DatabaseSetting | null;
  readonly patience?: number;
}

/**
 * Brings the schema up to date. Instances that start at once take turns by an advisory lock; each migration is a
 * transaction, so one that is killed leaves nothing behind.
 * @param options.url a direct connection, not a transaction pooler: the lock belongs to the connection
 * @param options.setting the variable that the address is from
 * @param options.patience milliseconds to wait for one's turn
 * @returns the names of the migrations applied now
 * @throws MigrationsBlockedError where the turn does not come; DatabaseUnreachableError
 */
export async function migrate({ url, log, setting = null, patience = PATIENCE }: MigrateOptions): Promise<string[]> {
  const dataSource = new DataSource({
    type: 'postgres',
    ...connectionOptions(url),
    applicationName: 'latchkey migrations',
    migrations: MIGRATIONS,
    poolSize: 1,
    extra: { keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE },
  });
  await dataSource.initialize().catch((error: unknown) => {
    throw new DatabaseUnreachableError(setting, error);
  });
  const connection = dataSource.createQueryRunner();
  try {
    await lockMigrations(connection, patience, log);
    const executor = new MigrationExecutor(dataSource, connection);
    executor.transaction = 'each';
    const applied = (await executor.executePendingMigrations()).map(({ name }) => name);
    if (applied.length > 0) log.event('migrated', { migrations: applied });
    return applied;
  } finally {
    await connection.release();
    // Ends the connection, and with it the lock.
    await dataSource.destroy();
  }
}
