import { fork } from 'node:child_process';
import { load } from '../lib/load.mjs';
import { PASSWORD, peerReaders, signIn, signUp } from '../lib/people.mjs';
import { BENCH, startProduct, startServer } from '../lib/processes.mjs';
import { interleave } from '../lib/statistics.mjs';

const CALLERS = 32;
const rounded = (value) => Math.round(value).toLocaleString('en-US');

/** Sign-in, refresh, sign-up. */
export async function measureWrites({ cwd, postgres, secret, rounds, seconds, say, using }) {
  const product = using(await startProduct({ cwd, database: await postgres.createDatabase('writes'), secret }));
  const peerEnv = { DATABASE_URL: await postgres.createDatabase('peer_writes'), SECRET: secret.toString('hex'), COOKIE_CACHE: '0' };
  const peer = using(await startServer({ script: `${BENCH}/servers/peer.mjs`, cwd, env: peerEnv, probe: '/api/auth/ok' }));
  const people = await signUp(product.url, CALLERS, 'writer');
  const peers = await peerReaders(peer.url, CALLERS, 'writer');

  const job = (server, connections, caller, callers) => () => load(server, { url: server.url, connections, seconds, caller, callers });
  const credentials = (path, of) => of.map(({ email }) => ({ path, body: { email, password: PASSWORD } }));
  const { medians, ratio } = await interleave(
    rounds,
    {
      signIn: job(product, CALLERS, 'post', credentials('/v2/auth/sign-in', people)),
      hashes: () => hashRate(seconds),
      peerSignIn: job(peer, CALLERS, 'post', credentials('/api/auth/sign-in/email', peers)),
      refresh: () => freshlySignedIn(product, people, seconds),
      signUpAndRead: job(product, CALLERS, 'signUpAndRead', [{}]),
    },
    say,
  );
  const detail = (one, other) => `${rounded(medians[one].perSecond)}/s against ${rounded(medians[other].perSecond)}/s`;
  return {
    rows: [
      { measure: 'Sign-in, 32 callers, of the raw rate of Argon2 at the same cost and concurrency', value: ratio('signIn', 'hashes'), unit: ' ×', atLeast: 0.9, detail: detail('signIn', 'hashes') },
      { measure: '… of Better Auth (scrypt)', value: ratio('signIn', 'peerSignIn'), unit: ' ×', detail: detail('signIn', 'peerSignIn') },
      { measure: 'Refresh', value: medians.refresh.perSecond, unit: '/s', detail: `p50 ${medians.refresh.p50} ms, p99 ${medians.refresh.p99} ms, ${CALLERS} callers` },
      { measure: 'Sign-up and first read', value: medians.signUpAndRead.perSecond / 2, unit: '/s', detail: `${CALLERS} callers` },
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
