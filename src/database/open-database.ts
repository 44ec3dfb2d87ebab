import type { Config, ProgramRole } from '../config/config';
import type { Log } from '../log/log';
import { startEmbeddedPostgres } from './embedded/embedded-postgres';
import { migrate } from './migrate';
import { requireOneDatabase } from './one-database';

/** A migrated database that is there to be used. */
export interface OpenDatabase {
  readonly url: string;
  /** The migrations that were missing. */
  readonly migrated: readonly string[];
  /** Ends the embedded database, where that is used and nobody else needs it. */
  close(): Promise<void>;
}

/**
 * The database of the configuration: its PostgreSQL, or the embedded one.
 * @param role of the embedded database alone
 * @throws EmbeddedPostgresError; DatabaseUnreachableError; MigrationsBlockedError; ConfigError where its two addresses lead to two databases
 */
export async function openDatabase(config: Config, role: ProgramRole, log: Log): Promise<OpenDatabase> {
  const { url, directUrl } = config.database;
  if (url !== null) {
    // Before the migrations, which would make a Latchkey of whatever the second address leads to.
    if (directUrl !== null) await requireOneDatabase(url, directUrl);
    const migrated = await migrate({ url: directUrl ?? url, log, setting: directUrl === null ? 'DATABASE_URL' : 'DATABASE_DIRECT_URL' });
    return { url, migrated, close: () => Promise.resolve() };
  }
  const server = await startEmbeddedPostgres({ dataDir: config.dataDir, role, log });
  try {
    const migrated = await migrate({ url: server.url, log });
    return { url: server.url, migrated, close: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
