import { setTimeout as sleep } from 'node:timers/promises';
import { load } from '../lib/load.mjs';
import { readers, signUp } from '../lib/people.mjs';
import { startProduct } from '../lib/processes.mjs';
import { median } from '../lib/statistics.mjs';

const STARTS = 5;
const REST = 5_000;

/** How soon the service answers on a running, migrated database, and the memory it holds. */
export async function measureStart({ cwd, postgres, secret, loadSeconds, using }) {
  const database = await postgres.createDatabase('start');
  await (await startProduct({ cwd, database, secret })).stop();
  const starts = [];
  for (let i = 0; i < STARTS; i++) {
    const server = await startProduct({ cwd, database, secret });
    starts.push(server.startMs);
    await server.stop();
  }
  const server = using(await startProduct({ cwd, database, secret }));
  await sleep(REST);
  const atRest = server.rss();
  const callers = readers(await signUp(server.url, 32, 'memory'));
  await load(server, { url: server.url, connections: callers.length, seconds: loadSeconds, callers });
  const afterLoad = server.rss();
  const start = median(starts);
  return {
    rows: [
      { measure: 'Cold start to the first 200', value: start / 1000, unit: ' s', atMost: 1, detail: `median of ${STARTS}` },
      { measure: 'Memory at rest (RSS)', value: atRest, unit: ' MiB', atMost: 160 },
      { measure: `Memory after ${loadSeconds} s of load (RSS)`, value: afterLoad, unit: ' MiB' },
    ],
    figures: { starts, atRest, afterLoad },
  };
}
