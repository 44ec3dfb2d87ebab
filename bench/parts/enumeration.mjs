import { send } from '../lib/http.mjs';
import { PASSWORD, signUp } from '../lib/people.mjs';
import { startProduct } from '../lib/processes.mjs';
import { seed } from '../lib/seed.mjs';
import { median } from '../lib/statistics.mjs';

const ROUNDS = 2_000;
const PEOPLE = 20;

/**
 * Whether the time of an answer tells who has an account (OWASP ASVS 5.0, 6.3.8): one caller, 2,000 of each in turn, the
 * order of the two changing with each pair. Each request for recovery names another address, so that none meets the pause
 * of the one before.
 */
export async function measureEnumeration({ cwd, postgres, secret, using }) {
  const database = await postgres.createDatabase('enumeration');
  const { url } = using(await startProduct({ cwd, database, secret }));
  await seed(database, ROUNDS);
  const people = await signUp(url, PEOPLE, 'known');
  const knownAt = (round) => people[round % PEOPLE].email;
  const signIn = (email) => timed(`${url}/v2/auth/sign-in`, { email, password: `${PASSWORD}!` }, 401);
  const recover = (email) => timed(`${url}/v2/password-recovery`, { email }, 202);
  const signIns = await takeTurns({
    unknown: (round) => signIn(knownAt(round).replace('known', 'nobody')),
    known: (round) => signIn(knownAt(round)),
  });
  const recoveries = await takeTurns({
    unknown: (round) => recover(`nobody${round + 1}@bench.example`),
    known: (round) => recover(`seeded${round + 1}@bench.example`),
  });
  return {
    rows: [
      row('Failed sign-ins, unknown address against wrong password: difference of the medians', signIns),
      row('Requests for recovery, unknown address against known: difference of the medians', recoveries),
    ],
    figures: { signIns, recoveries },
  };
}

async function takeTurns({ unknown, known }) {
  const times = { unknown: [], known: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const both = [async () => times.unknown.push(await unknown(round)), async () => times.known.push(await known(round))];
    for (const ask of round % 2 === 0 ? both : both.reverse()) await ask();
  }
  return { unknown: median(times.unknown), known: median(times.known) };
}

async function timed(url, json, expected) {
  const began = performance.now();
  const { status } = await send('POST', url, { json });
  const milliseconds = performance.now() - began;
  if (status !== expected) throw new Error(`POST ${url} answered ${status}, not ${expected}`);
  return milliseconds;
}

function row(measure, { unknown, known }) {
  return {
    measure,
    value: Math.abs(unknown / known - 1) * 100,
    unit: ' %',
    atMost: 5,
    detail: `${unknown.toFixed(2)} ms against ${known.toFixed(2)} ms, of ${ROUNDS} each`,
  };
}
