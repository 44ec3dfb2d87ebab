import { accessSync, constants, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { clusterDirectory, hasCluster } from '../../config/data-directory';
import { type Account, accountFor } from './account';
import { type Binaries, locateBinaries, majorVersion } from './binaries';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { binariesFor } from './shared-binaries';

/** The PostgreSQL cluster of a data directory: where it is, and what runs it. */
export interface Cluster {
  /** The data directory of Latchkey, absolute and free of symbolic links. */
  readonly dataDir: string;
  /** The data directory of PostgreSQL. */
  readonly directory: string;
  readonly logFile: string;
  /** Whom to run PostgreSQL as; null: as this process runs. */
  readonly account: Account | null;
  readonly binaries: Binaries;
}

/** The superuser and the database, which `initdb` makes without being asked: another one would lengthen the first start. */
export const SUPERUSER = 'latchkey';
export const DATABASE = 'postgres';

/**
 * Creates the data directory where it is missing and checks that its cluster, if it has one, can be used.
 * @throws EmbeddedPostgresError saying what to set
 */
export function openCluster(given: string): Cluster {
  const dataDir = makeDataDir(given);
  const directory = clusterDirectory(dataDir);
  if (hasCluster(directory)) requireOwner(directory);
  const installed = locateBinaries();
  if (hasCluster(directory)) requireVersion(directory, majorVersion(installed));
  const account = accountFor(directory);
  return { dataDir, directory, logFile: join(dataDir, 'postgres.log'), account, binaries: binariesFor(account, installed, dataDir) };
}

function makeDataDir(given: string): string {
  try {
    mkdirSync(given, { recursive: true });
    accessSync(given, constants.R_OK | constants.W_OK | constants.X_OK);
    return realpathSync(given);
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The data directory ${given} cannot be written (${(error as NodeJS.ErrnoException).code}). Set DATA_DIR to a directory of the user that runs Latchkey.`,
      { cause: error },
    );
  }
}

function requireOwner(directory: string): void {
  const owner = statSync(directory).uid;
  const user = process.getuid?.();
  if (user === undefined || user === 0 || user === owner) return;
  throw new EmbeddedPostgresError(
    `The database in ${directory} belongs to the user with uid ${owner}, and this is uid ${user}. Run as ${owner === 65_534 ? 'root' : 'that user'}, ` +
      'which made it, or set DATA_DIR to another directory.',
  );
}

function requireVersion(directory: string, major: string): void {
  const found = clusterVersion(directory);
  if (found === null) {
    throw new EmbeddedPostgresError(`${directory} is in use, but not by a PostgreSQL database. Move it away, or set DATA_DIR to another directory.`);
  }
  if (found !== major) {
    throw new EmbeddedPostgresError(
      `The database in ${directory} was made by PostgreSQL ${found}, and this Latchkey brings PostgreSQL ${major}. Start the Latchkey that made it and save ` +
        'the data with pg_dump, or set DATA_DIR to a new directory.',
    );
  }
}

function clusterVersion(directory: string): string | null {
  try {
    return readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim();
  } catch {
    return null;
  }
}
