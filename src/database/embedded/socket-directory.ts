import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { canEnter } from './account';
import type { Cluster } from './cluster';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { makePrivateDirectory } from './private-directory';

/** Bytes that the path of a socket may have: 108 on Linux and 104 on macOS, with the zero at its end. */
const LONGEST_SOCKET_PATH = 100;

/**
 * Makes the directory of the server's socket: in the data directory, or in a directory for temporary files when that
 * path is too long or closed to PostgreSQL's account. Who only connects reads the path from `postmaster.pid`.
 */
export function makeSocketDirectory(cluster: Cluster): string {
  const { account, dataDir } = cluster;
  const name = `latchkey-${fingerprint(cluster)}`;
  const found = [join(dataDir, 'postgres-socket'), join(tmpdir(), name), join('/tmp', name)].find(
    (path) => Buffer.byteLength(join(path, '.s.PGSQL.5432')) <= LONGEST_SOCKET_PATH && (account === null || canEnter(dirname(path), account)),
  );
  if (found === undefined) {
    throw new EmbeddedPostgresError(`There is no place for the socket of PostgreSQL. Set DATA_DIR to a shorter path, for example DATA_DIR=/var/lib/latchkey.`);
  }
  makePrivateDirectory(found, account);
  return found;
}

/** Tidies up after the server; a directory that is in use again stays. */
export function removeSocketDirectory(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // In use, or gone already.
  }
}

/** Of the path and of the cluster in it: a server whose files were deleted under it keeps its socket for up to a minute. */
function fingerprint({ directory }: Cluster): string {
  const identifier = Buffer.alloc(8);
  const control = openSync(join(directory, 'global', 'pg_control'), 'r');
  readSync(control, identifier, 0, 8, 0);
  closeSync(control);
  return createHash('sha256').update(directory).update(identifier).digest('hex').slice(0, 16);
}
