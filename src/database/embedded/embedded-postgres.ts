import type { ProgramRole } from '../../config/config';
import { clusterDirectory, hasCluster } from '../../config/data-directory';
import type { Log } from '../../log/log';
import { openCluster } from './cluster';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { GuestServer } from './guest-server';
import { initializeCluster } from './initialize-cluster';
import { ServiceServer } from './service-server';

/** A running PostgreSQL of a data directory. */
export interface EmbeddedServer {
  /** Connection string; the host is a socket directory, given as `?host=`. */
  readonly url: string;
  /** Ends the server, unless others need it, and waits until it is gone (at most about ten seconds). */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  readonly role: ProgramRole;
  readonly log: Log;
}

/**
 * Starts the PostgreSQL of a data directory, or finds it running, as after a `kill -9` of the service that started it.
 * @throws EmbeddedPostgresError saying what to do
 */
export async function startEmbeddedPostgres({ dataDir, role, log }: EmbeddedPostgresOptions): Promise<EmbeddedServer> {
  if (role === 'guest' && !hasCluster(clusterDirectory(dataDir))) {
    throw new EmbeddedPostgresError(`There is no Latchkey in ${dataDir}: set DATABASE_URL or DATA_DIR.`);
  }
  const cluster = openCluster(dataDir);
  await initializeCluster(cluster);
  return role === 'server' ? ServiceServer.start(cluster, log) : GuestServer.start(cluster);
}
