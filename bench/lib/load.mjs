import { fork } from 'node:child_process';
import { join } from 'node:path';
import { BENCH } from './processes.mjs';

/**
 * Loads a server for some seconds, or with an amount of requests, from a process of its own.
 * @param {{ cpu: () => number | null }} server
 * @param {object} job what `load-worker.mjs` reads; `refusable`: requests may fail, as sign-ups do on a machine that is too busy for their hashes
 * @returns {Promise<{ perSecond: number, p50: number, p99: number, requests: number, busy: number | null, cpuMicros: number | null }>}
 *   busy: the share of one core that the server used; cpuMicros: processor time of the server for each request
 */
export async function load(server, { refusable = false, ...job }) {
  const before = server.cpu();
  const began = performance.now();
  const result = await run(job);
  const used = before === null ? null : server.cpu() - before;
  const elapsed = (performance.now() - began) / 1000;
  if ((result.failed > 0 && !refusable) || result.requests === 0)
    throw new Error(`${job.url}: ${result.failed} requests failed: ${JSON.stringify(result.statuses)}`);
  return {
    perSecond: result.requests / result.seconds,
    p50: result.p50,
    p99: result.p99,
    requests: result.requests,
    busy: used === null ? null : used / elapsed,
    cpuMicros: used === null ? null : (used / result.requests) * 1e6,
  };
}

function run(job) {
  return new Promise((resolve, reject) => {
    const child = fork(join(BENCH, 'lib/load-worker.mjs'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The load generator ended with ${code}`)));
    child.send(job);
  });
}
