// Takes the pictures of every page that docs/pages.md shows, in the Chromium that the browser tests use.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { command, ROOT } from './run-step.mjs';

const args = [command('jest'), '--selectProjects', 'browser', '--testPathPatterns', 'accessibility', '--testNamePattern', 'without JavaScript'];
const env = { ...process.env, SCREENSHOTS: join(ROOT, 'docs', 'screenshots') };
process.exitCode = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env }).status ?? 1;
