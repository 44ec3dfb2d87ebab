// `npm run bench:soak`: ten minutes of load; memory must not grow. BENCH_SOAK_MINUTES changes the time.
import { randomBytes } from 'node:crypto';
import { load } from './lib/load.mjs';
import { readers, signIn, signUp } from './lib/people.mjs';
import { startProduct } from './lib/processes.mjs';
import { inSetting } from './lib/setting.mjs';
import { median } from './lib/statistics.mjs';

const SECONDS = 10;
const CALLERS = 32;
/** Memory of the last fifth over that of the second fifth; the first one fills the caches. */
const GROWTH_MAX = 1.1;

const minutes = Number(process.env.BENCH_SOAK_MINUTES || 10);
const grown = await inSetting(({ cwd, postgres, part }) =>
  part(async (using) => {
    const server = using(await startProduct({ cwd, database: await postgres.createDatabase('soak'), secret: randomBytes(32) }));
    const people = await signUp(server.url, CALLERS, 'soak');
    const samples = [];
    for (const until = performance.now() + minutes * 60_000; performance.now() < until;) {
      const refreshers = [];
      for (const { email } of people) refreshers.push({ refreshToken: (await signIn(server.url, email)).refreshToken });
      const job = { url: server.url, connections: CALLERS, seconds: SECONDS };
      await Promise.all([
        load(server, { ...job, callers: readers(people) }),
        load(server, { ...job, caller: 'refresh', callers: refreshers }),
        load(server, { ...job, connections: 4, caller: 'signUpAndRead', callers: [{}] }),
      ]);
      samples.push(server.rss());
      console.log(`${((samples.length * SECONDS) / 60).toFixed(1)} min: ${samples.at(-1).toFixed(0)} MiB`);
    }
    const fifth = Math.max(1, Math.floor(samples.length / 5));
    return median(samples.slice(-fifth)) / median(samples.slice(fifth, 2 * fifth));
  }),
);
console.log(`Memory at the end over memory after the start: ${grown.toFixed(2)} (at most ${GROWTH_MAX})`);
process.exit(grown <= GROWTH_MAX ? 0 : 1);
