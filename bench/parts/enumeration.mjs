import { send } from '../lib/http.mjs';
import { PASSWORD, signUp } from '../lib/people.mjs';
import { startProduct } from '../lib/processes.mjs';
import { median } from '../lib/statistics.mjs';

const ROUNDS = 2_000;
const PEOPLE = 20;

/**
 * Whether the time of a failed sign-in tells an unknown address from a wrong password (OWASP ASVS 5.0, 6.3.8): one caller,
 * 2,000 of each in turn, the order of the two changing with each pair.
 */
export async function measureEnumeration({ cwd, postgres, secret, using }) {
  const { url } = using(await startProduct({ cwd, database: await postgres.createDatabase('enumeration'), secret }));
  const people = await signUp(url, PEOPLE, 'known');
  const times = { unknown: [], wrong: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const { email } = people[round % PEOPLE];
    const addresses = { unknown: email.replace('known', 'nobody'), wrong: email };
    const order = round % 2 === 0 ? ['unknown', 'wrong'] : ['wrong', 'unknown'];
    for (const kind of order) {
      const began = performance.now();
      const { status } = await send('POST', `${url}/v2/auth/sign-in`, { json: { email: addresses[kind], password: `${PASSWORD}!` } });
      times[kind].push(performance.now() - began);
      if (status !== 401) throw new Error(`A failed sign-in answered ${status}`);
    }
  }
  const figures = { unknown: median(times.unknown), wrong: median(times.wrong) };
  const row = {
    measure: 'Failed sign-ins, unknown address against wrong password: difference of the medians',
    value: Math.abs(figures.unknown / figures.wrong - 1) * 100,
    unit: ' %',
    atMost: 5,
    detail: `${figures.unknown.toFixed(2)} ms against ${figures.wrong.toFixed(2)} ms, of ${ROUNDS} each`,
  };
  return { rows: [row], figures };
}
