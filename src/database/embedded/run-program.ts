import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { canEnter } from './account';
import { program } from './binaries';
import type { Cluster } from './cluster';
import { EmbeddedPostgresError } from './embedded-postgres-error';

/** File descriptor that a closed directory is handed over on. */
const DOOR = 3;

/**
 * Starts a program of PostgreSQL on a cluster directory. It leads a process group of its own, so that Ctrl-C reaches
 * Latchkey alone, and writes to a file: a pipe would block it once Latchkey is gone.
 * @throws EmbeddedPostgresError when it cannot be run on this system
 */
export async function runProgram(cluster: Cluster, directory: string, name: 'initdb' | 'postgres', args: readonly string[]): Promise<ChildProcess> {
  const child = spawnOn(cluster, directory, name, args);
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw new EmbeddedPostgresError(
      `${child.spawnfile} cannot be run here (${(error as NodeJS.ErrnoException).code}). It needs Linux with glibc, macOS or Windows, a place that is not ` +
        'mounted noexec and, as root, the right to switch users. Otherwise set DATABASE_URL to a PostgreSQL of your own.',
      { cause: error },
    );
  }
  return child;
}

function spawnOn(cluster: Cluster, directory: string, name: 'initdb' | 'postgres', args: readonly string[]): ChildProcess {
  const output = openSync(cluster.logFile, 'a', 0o600);
  const door = needsDoor(cluster, directory) ? openSync(directory, 'r') : null;
  try {
    return spawn(program(cluster.binaries, name), ['-D', door === null ? directory : `/proc/self/fd/${DOOR}`, ...args], {
      ...cluster.account,
      detached: true,
      windowsHide: true,
      cwd: process.platform === 'win32' ? directory : '/',
      // Nothing of our environment: it may hold secrets, and PG* variables would change what PostgreSQL does.
      env: process.platform === 'win32' ? undefined : { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
      stdio: ['ignore', output, output, ...(door === null ? [] : [door])],
    });
  } finally {
    closeSync(output);
    if (door !== null) closeSync(door);
  }
}

/**
 * Whether PostgreSQL, switched to its own account, could not walk to its directory, as below root's home. Linux then
 * lets it in through an open descriptor, and no folder's mode has to be loosened.
 */
function needsDoor({ account, dataDir }: Cluster, directory: string): boolean {
  if (account === null || canEnter(directory, account)) return false;
  if (process.platform === 'linux' && existsSync('/proc/self/fd')) return true;
  throw new EmbeddedPostgresError(
    `PostgreSQL cannot run as root, and uid ${account.uid} may not enter ${dataDir}. Set DATA_DIR to a directory that everybody may enter, ` +
      'for example DATA_DIR=/var/lib/latchkey, or run Latchkey as an ordinary user.',
  );
}

/** Resolves with the exit code; null when a signal ended the program. */
export async function exitOf(child: ChildProcess): Promise<number | null> {
  if (!hasExited(child)) await once(child, 'exit');
  return child.exitCode;
}

export function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** The end of the log: why a program did not do its work. */
export function lastWords({ logFile }: Cluster): string {
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
}
