import type { ChildProcess } from 'node:child_process';
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hasCluster } from '../../config/data-directory';
import { type Cluster, SUPERUSER } from './cluster';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { passwordFile } from './endpoint';
import { isAlive } from './postmaster-file';
import { makePrivateDirectory } from './private-directory';
import { exitOf, lastWords, runProgram } from './run-program';

/** PostgreSQL's own C.UTF-8: sorts by code point, knows the case of all letters, and is the same on every system. */
const LOCALE = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/**
 * Makes the cluster where there is none. It becomes visible only when it is whole, so neither a kill in the midst nor
 * a second start at the same time leaves half a cluster.
 * @throws EmbeddedPostgresError with what `initdb` said
 */
export async function initializeCluster(cluster: Cluster): Promise<void> {
  if (hasCluster(cluster.directory)) return;
  removeLeftovers(cluster.dataDir);
  const unfinished = `${cluster.directory}-new-${process.pid}`;
  makePrivateDirectory(unfinished, cluster.account);
  const password = passwordFile(cluster.dataDir);
  const authentication = password === null ? ['-A', 'trust'] : ['-A', 'scram-sha-256', `--pwfile=${password}`];
  const arguments_ = ['-U', SUPERUSER, ...authentication, ...LOCALE, '--no-sync', '--no-instructions'];
  const code = await exitOf(await runProgram(cluster, unfinished, 'initdb', arguments_));
  if (code !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new EmbeddedPostgresError(
      `The database could not be created in ${cluster.directory}. Mend what PostgreSQL names here, or set DATABASE_URL to a PostgreSQL of your own:\n` +
        lastWords(cluster),
    );
  }
  publish(unfinished, cluster.directory);
  syncInBackground(cluster);
}

function publish(unfinished: string, directory: string): void {
  try {
    renameSync(unfinished, directory);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!hasCluster(directory)) throw error;
  }
}

/** What starts that were killed have left. */
function removeLeftovers(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    const pid = /^postgres-new-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid)))) rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}

/** Writes the new files through to the disk, against a loss of power in the first minutes, while the start goes on. */
function syncInBackground(cluster: Cluster): void {
  const unwatched = (child: ChildProcess) => child.unref();
  void runProgram(cluster, cluster.directory, 'initdb', ['--sync-only']).then(unwatched, () => undefined);
}
