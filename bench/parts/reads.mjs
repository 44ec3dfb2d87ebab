import { setTimeout as sleep } from 'node:timers/promises';
import { get } from '../lib/http.mjs';
import { load } from '../lib/load.mjs';
import { appmixerReaders, firstReaders, peerReaders, readers, signUp, uprogressReaders } from '../lib/people.mjs';
import { query } from '../lib/postgres.mjs';
import { BENCH, startProduct, startServer } from '../lib/processes.mjs';
import { against } from '../lib/report.mjs';
import { pickPeople, seed } from '../lib/seed.mjs';
import { interleave } from '../lib/statistics.mjs';

const CALLERS = 32;
/** Accounts that are read from the database, each once in a run: fewer than the service keeps in memory. */
const STRANGERS = 256 * CALLERS;
/** Milliseconds in which the service has heard of every change. */
const HEARD = 500;

/** The authenticated read: from memory, in the legacy formats, and from the database. */
export async function measureReads({ cwd, postgres, secret, rounds, seconds, say, using }) {
  const database = await postgres.createDatabase('reads');
  const product = using(await startProduct({ cwd, database, secret }));
  await seed(database, STRANGERS);
  const people = await signUp(product.url, CALLERS, 'reader');
  const native = readers(people);
  const { body } = await get(`${product.url}/v2/users/me`, native[0].headers);
  const server = async (name, env, probe) => using(await startServer({ script: `${BENCH}/servers/${name}.mjs`, cwd, env, probe }));
  const limit = await server('limit', { BODY: body }, '/v2/users/me');
  const limitWithQuery = await server('limit-query', { DATABASE_URL: database }, '/v2/nobody');
  const peerEnv = { DATABASE_URL: await postgres.createDatabase('peer'), SECRET: secret.toString('hex') };
  const peer = await server('peer', peerEnv, '/api/auth/ok');
  const peerCached = await server('peer', { ...peerEnv, COOKIE_CACHE: '1' }, '/api/auth/ok');
  const strangers = await firstReaders(product.url, await pickPeople(database, STRANGERS, STRANGERS, secret), CALLERS);

  const often = (to, callers, time = seconds) => callers && (() => load(to, { url: to.url, connections: CALLERS, seconds: time, callers }));
  const once = (to) => async () => {
    // Everybody's account is announced as changed, so that none is in memory; their tokens stay known.
    await query(database, "SELECT pg_notify('latchkey_changes', 'user:' || id) FROM users");
    await sleep(HEARD);
    return load(to, { url: to.url, connections: CALLERS, amount: STRANGERS, caller: 'readEach', callers: strangers });
  };
  const scenarios = {
    cached: often(product, native),
    limit: often(limit, native),
    peer: often(peer, await peerReaders(peer.url, CALLERS, 'plain')),
    peerCached: often(peerCached, await peerReaders(peerCached.url, CALLERS, 'cached')),
    uprogress: often(product, await uprogressReaders(product.url, people)),
    appmixer: often(product, await appmixerReaders(product.url, people)),
    uncached: once(product),
    limitWithQuery: once(limitWithQuery),
  };
  const present = Object.fromEntries(Object.entries(scenarios).filter(([, run]) => run !== null));
  say('  warming up');
  for (const run of Object.values(present)) await run();
  const { medians, ratio } = await interleave(rounds, present, say);

  const row = against(medians, ratio);
  return {
    rows: [
      row('Authenticated read from memory, of a bare Fastify without auth', 'cached', 'limit', 0.6),
      row('… of Better Auth', 'cached', 'peer', 25),
      row('… of Better Auth with its cookie cache', 'cached', 'peerCached', 15),
      row('The same read in UProgress, of the native one', 'uprogress', 'cached', 0.9),
      row('The same read in Appmixer, of the native one', 'appmixer', 'cached', 0.9),
      row('Read from the database, of a bare Fastify with one prepared query', 'uncached', 'limitWithQuery', 0.6),
    ],
    figures: {
      ...medians,
      byProcessorTime: { cachedOfLimit: ratio('limit', 'cached', 'cpuMicros'), uncachedOfLimit: ratio('limitWithQuery', 'uncached', 'cpuMicros') },
    },
  };
}
