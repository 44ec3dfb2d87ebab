import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { get } from './http.mjs';

export const BENCH = dirname(dirname(fileURLToPath(import.meta.url)));
export const ROOT = dirname(BENCH);

/** Milliseconds a server may take to answer for the first time, and to end. */
const START_LIMIT = 60_000;
const STOP_LIMIT = 15_000;
const POLL = 4;

/** Ticks a second in /proc (USER_HZ, the same on every Linux). */
const TICKS = 100;

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/**
 * A server as a process of its own, in production mode, with none of this process' settings.
 * @param {{ script: string, cwd: string, env?: Record<string, string>, probe: string, arguments?: string[] }} options
 *   probe: a path that answers 200 once the server is up
 */
export async function startServer({ script, cwd, env = {}, probe, node = [] }) {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, [...node, script], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.add(child);
  const said = [];
  child.stderr.on('data', (part) => said.push(part));
  const gone = new Promise((resolve) => child.once('exit', resolve));
  void gone.then(() => running.delete(child));
  const url = `http://127.0.0.1:${port}`;
  while ((await get(url + probe).catch(() => null))?.status !== 200) {
    if (child.exitCode !== null || performance.now() - began > START_LIMIT) throw new Error(`${script} does not start:\n${Buffer.concat(said)}`);
    await sleep(POLL);
  }
  const startMs = performance.now() - began;
  return { url, startMs, cpu: () => cpuSeconds(child.pid), rss: () => rssMiB(child.pid), signal: (name) => child.kill(name), stop: () => stop(child, gone) };
}

async function stop(child, gone) {
  child.kill('SIGTERM');
  const limit = new AbortController();
  await Promise.race([gone, sleep(STOP_LIMIT, undefined, { signal: limit.signal }).catch(() => undefined)]);
  limit.abort();
  child.kill('SIGKILL');
}

/** Processor time of a process so far; null where the system does not tell. */
function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return null;
  }
}

/** Memory that a process holds; null where the system does not tell. */
function rssMiB(pid) {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
  } catch {
    return null;
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The service itself, as `npm run start:prod` runs it but on this machine alone. */
export function startProduct({ cwd, database, direct, secret, node, settings = {} }) {
  const env = {
    LATCHKEY_LOCAL: '1',
    THROTTLE: 'off',
    LOG_LEVEL: 'error',
    DATA_DIR: join(cwd, 'data'),
    LATCHKEY_SECRET: secret.toString('base64'),
    DATABASE_URL: database,
    ...(direct ? { DATABASE_DIRECT_URL: direct } : {}),
    // The run must not outlive its tokens.
    ACCESS_TOKEN_TTL: '6h',
    ...settings,
  };
  return startServer({ script: join(ROOT, 'dist/src/main.js'), cwd, env, probe: '/.well-known/jwks.json', node });
}
