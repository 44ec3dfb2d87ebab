import { get } from '../lib/http.mjs';
import { load } from '../lib/load.mjs';
import { appmixerReaders, peerReaders, readers, signUp, uprogressReaders } from '../lib/people.mjs';
import { BENCH, startProduct, startServer } from '../lib/processes.mjs';
import { interleave } from '../lib/statistics.mjs';
import { openWire } from '../lib/wire.mjs';

const CALLERS = 32;
const rounded = (value) => Math.round(value).toLocaleString('en-US');

/** The authenticated read: from memory, in the legacy formats, and from the database. */
export async function measureReads({ cwd, postgres, secret, rounds, seconds, say, using }) {
  const database = await postgres.createDatabase('reads');
  const product = using(await startProduct({ cwd, database, secret }));
  // An instance that hears no notices answers from the database: its cache is off.
  const wire = using(await openWire(database, { deaf: true }));
  const uncached = using(await startProduct({ cwd, database, direct: wire.url, secret }));
  const people = await signUp(product.url, CALLERS, 'reader');
  const native = readers(people);
  const { body } = await get(`${product.url}/v2/users/me`, native[0].headers);

  const script = (name) => `${BENCH}/servers/${name}.mjs`;
  const limit = using(await startServer({ script: script('limit'), cwd, env: { BODY: body }, probe: '/v2/users/me' }));
  const env = { DATABASE_URL: database, USER_ID: people[0].userId };
  const limitWithQuery = using(await startServer({ script: script('limit-query'), cwd, env, probe: '/v2/users/me' }));
  const peerEnv = { DATABASE_URL: await postgres.createDatabase('peer'), SECRET: secret.toString('hex') };
  const peer = using(await startServer({ script: script('peer'), cwd, env: { ...peerEnv, COOKIE_CACHE: '0' }, probe: '/api/auth/ok' }));
  const peerCached = using(await startServer({ script: script('peer'), cwd, env: { ...peerEnv, COOKIE_CACHE: '1' }, probe: '/api/auth/ok' }));

  const scenarios = {
    cached: [product, native],
    limit: [limit, native],
    peer: [peer, await peerReaders(peer.url, CALLERS, 'plain')],
    peerCached: [peerCached, await peerReaders(peerCached.url, CALLERS, 'cached')],
    uprogress: [product, await uprogressReaders(product.url, people)],
    appmixer: [product, await appmixerReaders(product.url, people)],
    uncached: [uncached, native],
    limitWithQuery: [limitWithQuery, native],
  };
  const present = Object.entries(scenarios).filter(([, [, callers]]) => callers !== null);
  const job = (server, callers, time) => () => load(server, { url: server.url, connections: CALLERS, seconds: time, callers });
  for (const [, [server, callers]] of present) await job(server, callers, 2)();
  const { medians, ratio } = await interleave(rounds, Object.fromEntries(present.map(([name, [server, callers]]) => [name, job(server, callers, seconds)])), say);

  const row = (measure, one, other, atLeast) =>
    medians[one] === undefined
      ? { measure, value: null, atLeast, detail: 'not in this build' }
      : { measure, value: ratio(one, other), unit: ' ×', atLeast, detail: `${rounded(medians[one].perSecond)}/s against ${rounded(medians[other].perSecond)}/s` };
  return {
    rows: [
      row('Authenticated read from memory, of a bare Fastify without auth', 'cached', 'limit', 0.6),
      row('… of Better Auth', 'cached', 'peer', 25),
      row('… of Better Auth with its cookie cache', 'cached', 'peerCached', 15),
      row('The same read in UProgress, of the native one', 'uprogress', 'cached', 0.9),
      row('The same read in Appmixer, of the native one', 'appmixer', 'cached', 0.9),
      row('Read from the database, of a bare Fastify with one prepared query', 'uncached', 'limitWithQuery', 0.6),
    ],
    figures: { ...medians, cachedOfLimitByProcessorTime: ratio('limit', 'cached', 'cpuMicros'), uncachedOfLimitByProcessorTime: ratio('limitWithQuery', 'uncached', 'cpuMicros') },
  };
}
