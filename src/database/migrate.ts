import { AbstractLogger, DataSource, MigrationExecutor } from 'typeorm';
import { WriteIdentifiersAsLookedUp1763880000000 } from '../../migrations/1763880000000-write-identifiers-as-looked-up';
import type { Log } from '../log/log';
import { connectionOptions } from './connection-options';
import { type DatabaseSetting, DatabaseUnreachableError } from './database-unreachable-error';
import { lockMigrations } from './migration-lock';
import { MIGRATIONS } from './migrations';
import { runYielding } from './yielding-migrations';

/** Milliseconds that another instance may take for its migrations: longer than any of ours, on a large store. */
const PATIENCE = 600_000;
/** Milliseconds of silence after which a connection is asked for a sign of life: a server that is gone must not be waited for. */
const KEEP_ALIVE = 10_000;
/** Accounts that are named in one line of the log. */
const LEFT_TOLD = 100;

export interface MigrateOptions {
  readonly url: string;
  readonly log: Log;
  readonly setting?: DatabaseSetting | null;
  readonly patience?: number;
}

/**
 * Brings the schema up to date. Instances that start at once take turns by an advisory lock; each migration is a
 * transaction, so one that is killed leaves nothing behind, and waits for a table without keeping others from it.
 * @param options.url a direct connection, not a transaction pooler: the lock belongs to the connection
 * @param options.setting the variable that the address is from
 * @param options.patience milliseconds to wait for one's turn, and for tables that others use
 * @returns the names of the migrations applied now
 * @throws MigrationsBlockedError where the turn does not come; DatabaseUnreachableError
 */
export async function migrate({ url, log, setting = null, patience = PATIENCE }: MigrateOptions): Promise<string[]> {
  const dataSource = new DataSource({
    type: 'postgres',
    ...connectionOptions(url),
    applicationName: 'latchkey migrations',
    migrations: MIGRATIONS,
    logger: new Silent(),
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
    // What was pending at the first try: the second finds what the first has applied.
    const applied = new Set<string>();
    await runYielding(connection, patience, log, async () => {
      for (const { name } of await executor.getPendingMigrations()) applied.add(name);
      await executor.executePendingMigrations();
    });
    if (applied.size > 0) log.event('migrated', { migrations: [...applied] });
    tellLeft(dataSource, log);
    return [...applied];
  } finally {
    await connection.release();
    // Ends the connection, and with it the lock.
    await dataSource.destroy();
  }
}

/** Their addresses are in nobody's log; an operator finds them by the ids, of which the first will do. */
function tellLeft({ migrations }: DataSource, log: Log): void {
  const ids = migrations.flatMap((migration) => (migration instanceof WriteIdentifiersAsLookedUp1763880000000 ? migration.left : []));
  if (ids.length > 0) log.event('identifiers_left', { accounts: ids.length, ids: ids.slice(0, LEFT_TOLD) });
}

/** TypeORM tells of a failed migration on standard output, which is for a command's answer; the error tells whoever started it. */
class Silent extends AbstractLogger {
  protected override isLogEnabledFor(): boolean {
    return false;
  }

  protected override writeLog(): void {
    throw new Error('nothing is enabled');
  }
}
