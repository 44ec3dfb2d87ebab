// `npm run bench:soak`: ten minutes of load; memory must not grow. BENCH_SOAK_MINUTES changes the time.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { load } from './lib/load.mjs';
import { firstReaders, readers, signIn, signUp } from './lib/people.mjs';
import { BENCH, startProduct } from './lib/processes.mjs';
import { pickPeople, seed } from './lib/seed.mjs';
import { inSetting } from './lib/setting.mjs';
import { median } from './lib/statistics.mjs';

const SECONDS = 10;
const CALLERS = 32;
/** As many sessions as the service keeps in memory, and more accounts and tokens: every cache is full before it is judged. */
const CACHED = 50_000;
/** Runs whose memory is not judged: the engine compiles what is hot, and pools fill. */
const WARM_UP = 6;
/** Of the last third over the first third: what is held after garbage collection, and the process' memory (RSS). */
const HELD_MAX = 1.05;
const RSS_MAX = 1.1;
const MIB = 1024 * 1024;

const minutes = Number(process.env.BENCH_SOAK_MINUTES || 10);
const samples = await inSetting(({ cwd, postgres, part }) =>
  part(async (using) => {
    const database = await postgres.createDatabase('soak');
    const secret = randomBytes(32);
    const server = using(await startProduct({ cwd, database, secret, node: ['--expose-gc', '--require', `${BENCH}/servers/memory-probe.cjs`] }));
    await seed(database, CACHED);
    const people = await signUp(server.url, CALLERS, 'soak');
    console.log(`filling the caches with ${CACHED} sessions …`);
    await firstReaders(server.url, await pickPeople(database, CACHED, CACHED, secret), CALLERS);
    for (let run = 0; run < WARM_UP; run++) await everything(server, people);
    const found = [];
    for (const until = performance.now() + minutes * 60_000; performance.now() < until;) {
      await everything(server, people);
      found.push(await memory(server, join(cwd, 'memory.json')));
      const { held, rss } = found.at(-1);
      console.log(`${((found.length * SECONDS) / 60).toFixed(1)} min: ${held.toFixed(1)} MiB held, RSS ${rss.toFixed(0)} MiB`);
    }
    return found;
  }),
);
const third = Math.max(1, Math.floor(samples.length / 3));
const growth = (key) => median(samples.slice(-third).map((one) => one[key])) / median(samples.slice(0, third).map((one) => one[key]));
const [held, rss] = [growth('held'), growth('rss')];
console.log(`The last third over the first: ${held.toFixed(3)} of what is held (at most ${HELD_MAX}), ${rss.toFixed(3)} of RSS (at most ${RSS_MAX})`);
process.exit(held <= HELD_MAX && rss <= RSS_MAX ? 0 : 1);

/** Reads, refreshes, sign-ins, and people who register and never come back. */
async function everything(server, people) {
  const refreshers = [];
  for (const { email } of people) refreshers.push({ refreshToken: (await signIn(server.url, email)).refreshToken });
  const job = { url: server.url, connections: CALLERS, seconds: SECONDS, refusable: true };
  await Promise.all([
    load(server, { ...job, callers: readers(people) }),
    load(server, { ...job, caller: 'refresh', callers: refreshers }),
    load(server, { ...job, connections: 4, caller: 'signUpAndRead', callers: [{}] }),
  ]);
}

/** MiB that the server holds after garbage collection, and that its process takes. */
async function memory(server, file) {
  rmSync(file, { force: true });
  server.signal('SIGUSR2');
  for (let tries = 0; !existsSync(file); tries++) {
    if (tries > 500) throw new Error('The server does not tell its memory');
    await sleep(20);
  }
  const { held, rss } = JSON.parse(readFileSync(file, 'utf8'));
  return { held: held / MIB, rss: rss / MIB };
}
