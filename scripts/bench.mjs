// What `npm run bench` and `npm run bench:soak` run: installs what stands only in bench/, builds when needed, measures.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfNeeded, ROOT } from './build-if-needed.mjs';

const BENCH = join(ROOT, 'bench');
const LOCK = join(BENCH, 'package-lock.json');
const INSTALLED = join(BENCH, 'node_modules', '.package-lock.json');

function installIfNeeded() {
  if (existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs >= statSync(LOCK).mtimeMs) return;
  const { status } = spawnSync('npm', ['ci'], { cwd: BENCH, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (status !== 0) process.exit(1);
}

installIfNeeded();
buildIfNeeded();
const [, , program, ...parts] = process.argv;
process.argv.splice(2, process.argv.length, ...parts);
await import(`../bench/${program}.mjs`);
