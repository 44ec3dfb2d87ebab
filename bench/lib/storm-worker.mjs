// Callers who sign in as fast as they are answered, refused or not, in a process of their own.
import { Agent, request } from 'node:http';
import { percentile } from './statistics.mjs';

/** Milliseconds after the storm in which the last answers may come. */
const GRACE = 15_000;

process.once('message', async ({ url, people, password, connections, seconds }) => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const end = performance.now() + seconds * 1000;
  const took = { accepted: [], refused: [], other: [] };
  let unanswered = 0;
  const callOver = async (person) => {
    while (performance.now() < end) {
      const began = performance.now();
      const status = await signIn(url, agent, person, password);
      if (status === null) unanswered += 1;
      else took[status === 200 ? 'accepted' : status === 429 || status === 503 ? 'refused' : 'other'].push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, i) => callOver(people[i % people.length])));
  const p99 = (times) => (times.length === 0 ? null : percentile(times, 99));
  const { accepted, refused, other } = took;
  process.send(
    { perSecond: accepted.length / seconds, refused: refused.length, refusedP99: p99(refused), acceptedP99: p99(accepted), other: other.length, unanswered },
    () => process.exit(0),
  );
});

function signIn(url, agent, email, password) {
  const body = JSON.stringify({ email, password });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve) => {
    const outgoing = request(`${url}/v2/auth/sign-in`, { method: 'POST', agent, headers, timeout: GRACE }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode));
      answer.on('error', () => resolve(null));
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', () => resolve(null));
    outgoing.end(body);
  });
}
