import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const BUILT = join(ROOT, 'dist', 'src', 'main.js');
const BUILDER = join(ROOT, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
const INPUTS = ['src', 'migrations', 'package.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) => join(ROOT, name));

/**
 * Builds when `dist` is missing or older than what it is made of. An image that holds no sources serves what it has.
 * The build speaks on stderr only, since stdout belongs to the program that follows.
 */
export function buildIfNeeded() {
  if (isCurrent()) return;
  if (!existsSync(BUILDER)) fail('Latchkey is not built, and its build tools are not installed. Run: npm ci');
  process.stderr.write('Building …\n');
  const { status } = spawnSync(process.execPath, [BUILDER, 'build'], { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  // Some of it may have been written: that must not pass for a build the next time.
  rmSync(BUILT, { force: true });
  fail('The build failed.');
}

function isCurrent() {
  const built = statSync(BUILT, { throwIfNoEntry: false });
  if (built === undefined) return false;
  return !existsSync(join(ROOT, 'src')) || !INPUTS.some((path) => isNewer(path, built.mtimeMs));
}

/** Whether a file, or anything in a folder, changed after `time`; a folder changes when something in it is removed. */
function isNewer(path, time) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  if (found.mtimeMs > time) return true;
  return found.isDirectory() && readdirSync(path).some((name) => isNewer(join(path, name), time));
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
