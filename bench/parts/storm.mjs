import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { bearer, get } from '../lib/http.mjs';
import { PASSWORD, signUp } from '../lib/people.mjs';
import { BENCH, startProduct } from '../lib/processes.mjs';
import { interleave, percentile } from '../lib/statistics.mjs';

const CROWD = 500;
/** Callers that keep the hashes busy without a queue to speak of. */
const QUIET = 4;
const PEOPLE = 100;
/** Reads a second: far from what an instance can do, so that their times are the instance's and not a queue's. */
const READS_PER_SECOND = 100;

/** What a storm of sign-ins does to reads, to the sign-ins themselves and to whoever is refused. */
export async function measureStorm({ cwd, postgres, secret, rounds, seconds, say, using }) {
  const settings = { THROTTLE: 'on' };
  const server = using(await startProduct({ cwd, database: await postgres.createDatabase('storm'), secret, settings }));
  const emails = (await signUp(server.url, PEOPLE, 'storm')).map(({ email }) => email);
  // Who signs in again and again has their oldest session ended; the reader must not.
  const [reader] = await signUp(server.url, 1, 'reader');
  const reads = () => steadyReads(server.url, reader.accessToken, seconds);
  const callers = (connections) => storm({ url: server.url, people: emails, password: PASSWORD, connections, seconds });
  const withReads = async (signIns) => {
    const [signedIn, during] = await Promise.all([signIns, sleep(500).then(reads)]);
    return { ...signedIn, p50: during.p50, p99: during.p99 };
  };
  const { medians, ratio } = await interleave(
    rounds,
    {
      idle: reads,
      quiet: () => withReads(callers(QUIET)),
      storm: () => withReads(callers(CROWD)),
    },
    say,
  );
  const { idle, quiet, storm: crowd } = medians;
  const whole = (value) => Math.round(value);
  return {
    rows: [
      {
        measure: `p99 of reads while ${CROWD} callers sign in, of that on an idle instance`,
        value: ratio('storm', 'idle', 'p99'),
        unit: ' ×',
        atMost: 3,
        detail: `${crowd.p99.toFixed(1)} ms against ${idle.p99.toFixed(1)} ms`,
      },
      {
        measure: '… of that beside the same sign-ins without the crowd',
        value: ratio('storm', 'quiet', 'p99'),
        unit: ' ×',
        atMost: 3,
        detail: `${crowd.p99.toFixed(1)} ms against ${quiet.p99.toFixed(1)} ms`,
      },
      {
        measure: 'Sign-ins accepted meanwhile, of the quiet rate',
        value: ratio('storm', 'quiet'),
        unit: ' ×',
        atLeast: 0.8,
        detail: `${whole(crowd.perSecond)}/s against ${whole(quiet.perSecond)}/s`,
      },
      {
        measure: '… refusals answered within, p99',
        value: crowd.refusedP99 === null ? null : crowd.refusedP99 / 1000,
        unit: ' s',
        atMost: 1,
        detail: `${whole(crowd.refused)} refusals`,
      },
      { measure: '… requests without an answer, or with another than 200, 429 and 503', value: crowd.unanswered + crowd.other, atMost: 0 },
    ],
    figures: medians,
  };
}

function storm(job) {
  return new Promise((resolve, reject) => {
    const child = fork(`${BENCH}/lib/storm-worker.mjs`, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The storm ended with ${code}`)));
    child.send(job);
  });
}

// Each at its own time, whether or not the one before has been answered: a server that stops is seen to stop.
async function steadyReads(url, token, seconds) {
  const times = [];
  const pending = [];
  const start = performance.now();
  for (let i = 0; i < seconds * READS_PER_SECOND; i++) {
    await sleep(Math.max(0, start + (i * 1000) / READS_PER_SECOND - performance.now()));
    const due = performance.now();
    pending.push(
      get(`${url}/v2/users/me`, bearer(token)).then(({ status }) => {
        if (status !== 200) throw new Error(`A read was answered ${status}`);
        times.push(performance.now() - due);
      }),
    );
  }
  await Promise.all(pending);
  // A scenario tells of all that any of them has to tell.
  const ofStorms = { refused: null, refusedP99: null, acceptedP99: null, other: null, unanswered: null };
  return { perSecond: times.length / seconds, p50: percentile(times, 50), p99: percentile(times, 99), ...ofStorms };
}
