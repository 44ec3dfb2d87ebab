import { fork } from 'node:child_process';
import { load } from '../lib/load.mjs';
import { PASSWORD, peerReaders, signIn, signUp } from '../lib/people.mjs';
import { BENCH, startProduct, startServer } from '../lib/processes.mjs';
import { against } from '../lib/report.mjs';
import { interleave } from '../lib/statistics.mjs';

const CALLERS = 32;
const PEER_SECONDS = 8;

/** Sign-in, refresh, sign-up. */
export async function measureWrites({ cwd, postgres, secret, rounds, seconds, say, using }) {
  const product = using(await startProduct({ cwd, database: await postgres.createDatabase('writes'), secret }));
  const peerEnv = { DATABASE_URL: await postgres.createDatabase('peer_writes'), SECRET: secret.toString('hex'), COOKIE_CACHE: '0' };
  const peer = using(await startServer({ script: `${BENCH}/servers/peer.mjs`, cwd, env: peerEnv, probe: '/api/auth/ok' }));
  const people = await signUp(product.url, CALLERS, 'writer');
  const peers = await peerReaders(peer.url, CALLERS, 'writer');

  // On a slow machine a hash for each of the callers takes longer than any of them is let wait, so some are refused.
  const job =
    (server, connections, caller, callers, time = seconds) =>
    () =>
      load(server, { url: server.url, connections, seconds: time, caller, callers, refusable: true });
  const credentials = (path, of) => of.map(({ email }) => ({ path, body: { email, password: PASSWORD } }));
  const { medians, ratio } = await interleave(
    rounds,
    {
      signIn: job(product, CALLERS, 'post', credentials('/v2/auth/sign-in', people)),
      hashes: () => hashRate(seconds),
      // Its callers wait for two seconds and more: a shorter run would count few of them.
      peerSignIn: job(peer, CALLERS, 'post', credentials('/api/auth/sign-in/email', peers), PEER_SECONDS),
      refresh: () => freshlySignedIn(product, people, seconds),
      signUpAndRead: job(product, CALLERS, 'signUpAndRead', [{}]),
    },
    say,
  );
  const row = against(medians, ratio);
  const { refresh, signUpAndRead } = medians;
  return {
    rows: [
      row('Sign-in, 32 callers, of the raw rate of Argon2 at the same cost and concurrency', 'signIn', 'hashes', 0.9),
      row('… of Better Auth (scrypt)', 'signIn', 'peerSignIn'),
      { measure: 'Refresh, 32 callers', value: refresh.perSecond, unit: '/s', detail: `p50 ${refresh.p50} ms, p99 ${refresh.p99} ms` },
      { measure: 'Sign-up and first read, 32 callers', value: signUpAndRead.perSecond / 2, unit: '/s' },
    ],
    figures: medians,
  };
}

// A load generator keeps its refresh tokens to itself, so each run begins with new sessions.
async function freshlySignedIn(product, people, seconds) {
  const callers = [];
  for (const { email } of people) callers.push({ refreshToken: (await signIn(product.url, email)).refreshToken });
  return load(product, { url: product.url, connections: CALLERS, seconds, caller: 'refresh', callers });
}

function hashRate(seconds) {
  return new Promise((resolve, reject) => {
    const child = fork(`${BENCH}/servers/hash-rate.mjs`);
    child.once('message', resolve);
    child.once('error', reject);
    child.send({ seconds });
  });
}
