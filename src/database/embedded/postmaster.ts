import { type ChildProcess, execFileSync } from 'node:child_process';
import { renameSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { program } from './binaries';
import type { Cluster } from './cluster';
import { USES_TCP } from './endpoint';
import { disownLocks, isPostmaster, type PostmasterFile } from './postmaster-file';
import { runProgram } from './run-program';
import { makeSocketDirectory, removeSocketDirectory } from './socket-directory';

/** Milliseconds that a fast shutdown may take before an immediate one, after which the next start recovers. */
const FAST_SHUTDOWN = 9_000;
const IMMEDIATE_SHUTDOWN = 1_000;
const POLL = 10;

/** Bytes after which the log is put aside at a start. */
const LARGE_LOG = 5_000_000;

/** For one small service on a shared machine. `fsync` stays on: what was acknowledged survives a loss of power. */
const SETTINGS = {
  max_connections: '100',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  min_wal_size: '32MB',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  io_method: 'sync',
  jit: 'off',
  huge_pages: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // Statements and the details of errors carry people's data.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/** Starts the server and returns at once. */
export async function launchPostmaster(cluster: Cluster): Promise<ChildProcess> {
  putLargeLogAside(cluster.logFile);
  const socketDirectory = USES_TCP ? null : makeSocketDirectory(cluster);
  disownLocks(cluster.directory, socketDirectory);
  const settings = { ...SETTINGS, ...(socketDirectory === null ? await listenOnPort() : listenOnSocket(socketDirectory)) };
  const child = await runProgram(
    cluster,
    cluster.directory,
    'postgres',
    Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  );
  child.unref();
  return child;
}

/** Ends the server fast (open transactions are rolled back) and resolves when it is gone. */
export async function stopPostmaster(cluster: Cluster, file: PostmasterFile): Promise<void> {
  signal(cluster, file.pid, 'SIGINT');
  if (!(await isGone(cluster, file.pid, FAST_SHUTDOWN))) {
    signal(cluster, file.pid, 'SIGQUIT');
    await isGone(cluster, file.pid, IMMEDIATE_SHUTDOWN);
  }
  if (!USES_TCP) removeSocketDirectory(file.socketDirectory);
}

async function isGone({ directory }: Cluster, pid: number, limit: number): Promise<boolean> {
  const deadline = AbortSignal.timeout(limit);
  while (isPostmaster(pid, directory)) {
    if (deadline.aborted) return false;
    await sleep(POLL);
  }
  return true;
}

function signal({ binaries, directory }: Cluster, pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  if (!isPostmaster(pid, directory)) return;
  if (process.platform === 'win32') execFileSync(program(binaries, 'pg_ctl'), ['kill', name.slice(3), String(pid)]);
  else process.kill(pid, name);
}

function listenOnSocket(directory: string): Record<string, string> {
  // A list, in which quotes keep a path with a comma together.
  return { listen_addresses: '', port: '5432', unix_socket_directories: `"${directory.replaceAll('"', '""')}"`, unix_socket_permissions: '0700' };
}

async function listenOnPort(): Promise<Record<string, string>> {
  return { listen_addresses: '127.0.0.1', port: String(await freePort()), unix_socket_directories: '' };
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function putLargeLogAside(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGE_LOG) renameSync(file, `${file}.1`);
}
