import { chmodSync, copyFileSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, canEnter, canRead } from './account';
import type { Binaries } from './binaries';
import { EmbeddedPostgresError } from './embedded-postgres-error';

/**
 * The programs where `account` can run them: as installed, or else a copy that is made once per version. A checkout
 * below root's home or made with a strict umask is closed to every other account.
 */
export function binariesFor(account: Account | null, installed: Binaries, dataDir: string): Binaries {
  if (account === null || isOpenTo(account, installed.directory)) return installed;
  const parent = [dataDir, tmpdir(), '/tmp'].find((directory) => canEnter(directory, account));
  if (parent === undefined) {
    throw new EmbeddedPostgresError(
      `PostgreSQL cannot run as root, and uid ${account.uid} cannot read ${installed.directory}. Set DATA_DIR to a directory that everybody may enter, ` +
        'for example DATA_DIR=/var/lib/latchkey, or run Latchkey as an ordinary user.',
    );
  }
  const directory = join(parent, `latchkey-postgres-${installed.version}`);
  if (!isComplete(installed.directory, directory)) makeCopy(installed.directory, directory);
  return { ...installed, directory };
}

function isOpenTo(account: Account, directory: string): boolean {
  const samples = ['bin/postgres', 'bin/initdb', 'lib', 'share/postgresql/postgres.bki'];
  return samples.every((path) => canRead(join(directory, path), account));
}

/** Whether the copy is ours, and nothing of it was lost, for example to a cleaner of temporary files. */
function isComplete(source: string, copy: string): boolean {
  const found = lstatSync(copy, { throwIfNoEntry: false });
  if (found === undefined) return false;
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new EmbeddedPostgresError(`${copy} was not made by Latchkey. Remove it, or set TMPDIR or DATA_DIR to another place.`);
  }
  return entries(source).every((path) => {
    const [original, copied] = [lstatSync(join(source, path)), lstatSync(join(copy, path), { throwIfNoEntry: false })];
    return copied !== undefined && (original.isDirectory() || original.size === copied.size);
  });
}

function makeCopy(source: string, copy: string): void {
  const fresh = mkdtempSync(`${copy}-`);
  for (const path of entries(source)) copyEntry(join(source, path), join(fresh, path));
  chmodSync(fresh, 0o755);
  try {
    renameSync(fresh, copy);
  } catch {
    // A damaged copy is in the way, or the same one that another start made in this moment.
    if (isComplete(source, copy)) return rmSync(fresh, { recursive: true });
    rmSync(copy, { recursive: true, force: true });
    renameSync(fresh, copy);
  }
}

/** Modes are set by chmod, since the umask narrows what the other calls ask for. */
function copyEntry(source: string, target: string): void {
  const entry = lstatSync(source);
  if (entry.isSymbolicLink()) return symlinkSync(readlinkSync(source), target);
  if (entry.isDirectory()) mkdirSync(target);
  else copyFileSync(source, target);
  chmodSync(target, (entry.mode & 0o100) === 0 ? 0o644 : 0o755);
}

/** The paths of everything in a directory, folders before what they hold. */
function entries(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();
}
