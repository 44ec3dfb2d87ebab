import { bearer, get, send } from '../lib/http.mjs';
import { signIn, signUp } from '../lib/people.mjs';
import { startProduct } from '../lib/processes.mjs';
import { percentile } from '../lib/statistics.mjs';

const PEOPLE = 6;
const SESSIONS_EACH = 50;

/** How long a second instance still answers a session that was ended on the first, from the moment the first has said so. */
export async function measureRevocation({ cwd, postgres, secret, using }) {
  const database = await postgres.createDatabase('revocation');
  const first = using(await startProduct({ cwd, database, secret }));
  const second = using(await startProduct({ cwd, database, secret }));
  const late = [];
  const sinceAsked = [];
  for (const person of await signUp(first.url, PEOPLE, 'revoked')) {
    for (let i = 0; i < SESSIONS_EACH; i++) {
      const { session, accessToken } = await signIn(first.url, person.email);
      const read = () => get(`${second.url}/v2/users/me`, bearer(accessToken));
      if ((await read()).status !== 200 || (await read()).status !== 200) throw new Error('The second instance does not know a new session');
      const asked = performance.now();
      const { status } = await send('DELETE', `${first.url}/v2/sessions/${session.id}`, { headers: bearer(person.accessToken) });
      if (status !== 204) throw new Error(`Ending a session answered ${status}`);
      const answered = performance.now();
      // What counts is the last answer that was still a success: when it was asked for, the notice had not arrived.
      let last = answered;
      for (let begun = performance.now(); (await read()).status === 200; begun = performance.now()) last = begun;
      late.push(last - answered);
      sinceAsked.push(performance.now() - asked);
    }
  }
  const spread = (times) => ({ p50: percentile(times, 50), p99: percentile(times, 99), max: Math.max(...times) });
  const figures = { sinceAnswered: spread(late), sinceAsked: spread(sinceAsked) };
  const row = (measure, { p50, p99, max }) => ({
    measure,
    value: p99,
    unit: ' ms',
    detail: `p50 ${p50.toFixed(1)} ms, longest ${max.toFixed(1)} ms, of ${late.length}`,
  });
  return {
    rows: [
      { ...row('Revocation heard on a second instance, p99 after the first has answered', figures.sinceAnswered), atMost: 100 },
      row('… p99 from the request that ends it until the refusal is read', figures.sinceAsked),
    ],
    figures,
  };
}
