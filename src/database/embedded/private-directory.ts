import { chmodSync, chownSync, lstatSync, mkdirSync } from 'node:fs';
import type { Account } from './account';
import { EmbeddedPostgresError } from './embedded-postgres-error';

/**
 * Makes a directory that only this user, or the account that PostgreSQL runs as, may use; one that exists must be such
 * a directory, since in a common place anybody could have made it.
 * @throws EmbeddedPostgresError when it belongs to somebody else
 */
export function makePrivateDirectory(path: string, account: Account | null): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    requireOwn(path, account);
  }
  // The umask may have taken more, and an earlier run may have left another mode.
  chmodSync(path, 0o700);
  if (account !== null) giveTo(path, account);
}

function requireOwn(path: string, account: Account | null): void {
  const found = lstatSync(path);
  const owners = [process.getuid?.(), account?.uid];
  if (found.isDirectory() && (process.getuid === undefined || owners.includes(found.uid))) return;
  throw new EmbeddedPostgresError(`${path} belongs to somebody else. Remove it, or set DATA_DIR to another, shorter path.`);
}

function giveTo(path: string, account: Account): void {
  try {
    chownSync(path, account.uid, account.gid);
  } catch (error) {
    throw new EmbeddedPostgresError(
      `PostgreSQL cannot run as root, and ${path} cannot be given to uid ${account.uid} (${(error as NodeJS.ErrnoException).code}). ` +
        'Run Latchkey as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause: error },
    );
  }
}
