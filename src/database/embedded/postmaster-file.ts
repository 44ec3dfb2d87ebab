import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a running PostgreSQL tells in its `postmaster.pid`. */
export interface PostmasterFile {
  readonly pid: number;
  /** Unix seconds; with the pid it names one run of one server. */
  readonly startedAt: string;
  readonly port: number;
  /** Empty where there is no unix socket. */
  readonly socketDirectory: string;
  /** `starting`, `ready` or `stopping`; empty in the first moments. */
  readonly status: string;
}

export function readPostmasterFile(directory: string): PostmasterFile | null {
  try {
    return parsePostmasterFile(readFileSync(fileIn(directory), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export function parsePostmasterFile(text: string): PostmasterFile | null {
  // A server in single-user mode writes its number as a negative one.
  const [pid, , startedAt, port, socketDirectory, , , status] = text.split('\n').map((line) => line.trim());
  if (!pid) return null;
  return { pid: Math.abs(Number(pid)), startedAt: startedAt ?? '', port: Number(port ?? 0), socketDirectory: socketDirectory ?? '', status: status ?? '' };
}

/** Whether the process lives and is the PostgreSQL of this directory, not another one that was given its old number. */
export function isPostmaster(pid: number, directory: string): boolean {
  if (!isAlive(pid)) return false;
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(directory);
    if (process.platform === 'win32') return true;
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(directory);
  } catch (error) {
    // A dead process that nobody has collected has no working directory. One that we may not look at counts as ours.
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Higher than any process number of Linux (2^22) and macOS. */
const NOBODYS_PID = '4194305';

/**
 * Frees the lock files of a dead server whose number another process has now: PostgreSQL would take that one for the
 * server and refuse to start. The rest of `postmaster.pid` stays, since by it PostgreSQL finds out whether children of
 * the dead one still run.
 */
export function disownLocks(directory: string, socketDirectory: string | null): void {
  if (process.platform === 'win32') return;
  disown(fileIn(directory), directory);
  if (socketDirectory !== null) disown(join(socketDirectory, '.s.PGSQL.5432.lock'), directory);
}

function disown(file: string, directory: string): void {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const pid = parsePostmasterFile(text)?.pid;
  if (pid !== undefined && isAlive(pid) && !isPostmaster(pid, directory)) writeFileSync(file, text.replace(/^-?\d+/, NOBODYS_PID));
}

function fileIn(directory: string): string {
  return join(directory, 'postmaster.pid');
}
