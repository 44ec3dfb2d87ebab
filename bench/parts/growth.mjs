import { bearer, sendJson } from '../lib/http.mjs';
import { signIn } from '../lib/people.mjs';
import { startProduct } from '../lib/processes.mjs';
import { explain } from '../lib/explain.mjs';
import { pickPeople, seed } from '../lib/seed.mjs';
import { median, percentile } from '../lib/statistics.mjs';
import { openWire } from '../lib/wire.mjs';

const SMALL = 1_000;
const SAMPLE = 600;
const BLOCK = 100;

/** The same requests on a small and on a large store, in turns. */
export async function measureGrowth(context) {
  const { postgres, secret, say, users, statements, using } = context;
  const sizes = { small: SMALL, large: users };
  const stores = {};
  for (const [name, size] of Object.entries(sizes)) {
    const database = await postgres.createDatabase(name);
    const store = await openStore(context, database);
    const seconds = await seed(database, size);
    say(`  ${size.toLocaleString('en-US')} users seeded in ${seconds.toFixed(0)} s`);
    stores[name] = { ...store, database, people: await pickPeople(database, size, Math.min(SAMPLE, size), secret) };
    using(store.server);
  }
  const times = { small: {}, large: {} };
  for (let from = 0; from < SAMPLE; from += BLOCK) {
    for (const name of ['small', 'large']) {
      for (const [step, each] of Object.entries(await runBlock(stores[name], from))) (times[name][step] ??= []).push(...each);
    }
  }
  const figures = mapValues(times, (steps) => mapValues(steps, (all) => ({ p50: median(all), p99: percentile(all, 99) })));
  const plans = statements === undefined ? null : await explain(stores.large.database, statements);
  const row = (measure, step) => ({
    measure: `${measure}, ${users.toLocaleString('en-US')} users against ${SMALL.toLocaleString('en-US')}: p50`,
    value: figures.large[step].p50 / figures.small[step].p50,
    unit: ' ×',
    atMost: 1.3,
    detail: `${figures.large[step].p50.toFixed(2)} ms against ${figures.small[step].p50.toFixed(2)} ms`,
  });
  return {
    rows: [
      row('Read from the database', 'read'),
      row('Refresh', 'refresh'),
      row("Sign-in's database part", 'signIn'),
      row('List of sessions', 'list'),
      ...(plans === null ? [] : [wholeScans(plans)]),
    ],
    figures: { ...figures, plans },
  };
}

function wholeScans(plans) {
  const value = plans.filter(({ scans }) => scans.length > 0).length;
  return { measure: 'Hot statements whose plan reads a whole table', value, atMost: 0, detail: `of ${plans.length}, by EXPLAIN` };
}

const mapValues = (object, change) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));

async function openStore({ cwd, secret, using }, database) {
  // Deaf, so that every read asks the database.
  const wire = using(await openWire(database, { deaf: true }));
  return { server: await startProduct({ cwd, database, direct: wire.url, secret }) };
}

async function runBlock({ server: { url }, people }, from) {
  const block = people.slice(from, from + BLOCK);
  const tokens = [];
  const refresh = await timeEach(block, async (person) => {
    const { json } = await sendJson('POST', `${url}/v2/auth/refresh`, { json: { refreshToken: person.refreshToken } });
    tokens.push(json.accessToken);
  });
  // The first use of a token verifies its signature; what is measured is the second.
  for (const token of tokens) await sendJson('GET', `${url}/v2/users/me`, { headers: bearer(token) });
  const read = await timeEach(tokens, (token) => sendJson('GET', `${url}/v2/users/me`, { headers: bearer(token) }));
  const list = await timeEach(tokens, (token) => sendJson('GET', `${url}/v2/sessions`, { headers: bearer(token) }));
  return { refresh, read, list, signIn: await timeEach(block, ({ email }) => signIn(url, email)) };
}

async function timeEach(items, run) {
  const times = [];
  for (const item of items) {
    const began = performance.now();
    await run(item);
    times.push(performance.now() - began);
  }
  return times;
}
