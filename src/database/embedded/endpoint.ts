import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cluster, DATABASE, SUPERUSER } from './cluster';
import type { PostmasterFile } from './postmaster-file';

/** Where and how to connect to a running server. */
export interface Endpoint {
  /** A socket directory, or an address. */
  readonly host: string;
  readonly port: number;
  /** Null where the socket directory's mode is the guard. */
  readonly password: string | null;
}

/** Node speaks no unix sockets on Windows: there the server listens on the loopback address and asks for a password. */
export const USES_TCP = process.platform === 'win32';

/** The file that holds the server's password, made when missing; null where there is none. */
export function passwordFile(dataDir: string): string | null {
  if (!USES_TCP) return null;
  const file = join(dataDir, 'postgres.password');
  try {
    writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return file;
}

export function endpointOf(cluster: Cluster, file: PostmasterFile): Endpoint {
  const secret = passwordFile(cluster.dataDir);
  return { host: USES_TCP ? '127.0.0.1' : file.socketDirectory, port: file.port, password: secret === null ? null : readFileSync(secret, 'utf8') };
}

/** The port is always named: a PGPORT of the surroundings would win otherwise. */
export function urlOf({ host, port, password }: Endpoint): string {
  const user = password === null ? SUPERUSER : `${SUPERUSER}:${password}`;
  return `postgres://${user}@/${DATABASE}?host=${encodeURIComponent(host)}&port=${port}`;
}
