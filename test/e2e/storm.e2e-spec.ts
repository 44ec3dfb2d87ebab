import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { HashQueue } from '../../src/credentials/hash-queue';
import type { ApiName } from '../../src/config/config';
import { SIGN_IN_PATIENCE } from '../../src/limits/attempt-limits';
import { startApp, type TestApp } from '../support/app';
import type { Device, Person } from '../support/factories';
import { rawRequest, untilClosed } from '../support/raw';
import { SIGN_IN_DOORS } from '../support/sign-in-doors';

/** Milliseconds after its arrival at which the longest parked refusal is answered. */
const PARKED_MAX = 800;

/** How each API tells that it is busy. */
const BUSY: Readonly<Record<ApiName, RegExp>> = {
  native: /"code":"overloaded"/,
  mixapp: /"error_code":503/,
  uprogress: /^\{"error":"/,
  amadis: /^\{"status":"error","message":"/,
  appmixer: /overloaded|unavailable|busy/i,
};

let app: TestApp;
beforeAll(async () => {
  app = await startApp({}, { realHashes: true });
});
afterAll(() => app?.close());

interface Answered {
  /** Null where the connection was closed without an answer. */
  readonly status: number | null;
  readonly retryAfter: number;
  readonly milliseconds: number;
}

function signIn(agent: Agent, { email, password }: Pick<Person, 'email' | 'password'>): Promise<Answered> {
  const body = JSON.stringify({ email, password });
  const began = performance.now();
  return new Promise((resolve) => {
    const answer = (status: number | null, retryAfter = 0) => resolve({ status, retryAfter, milliseconds: performance.now() - began });
    const outgoing = httpRequest(`${app.baseUrl}/v2/auth/sign-in`, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    });
    outgoing.on('response', (response) => {
      response.resume();
      response.on('end', () => answer(response.statusCode ?? null, Number(response.headers['retry-after'] ?? 0)));
    });
    outgoing.on('error', () => answer(null));
    outgoing.end(body);
  });
}

async function people(count: number): Promise<Person[]> {
  const made: Person[] = [];
  for (let i = 0; i < count; i++) made.push(await app.given.user());
  return made;
}

test('in a storm of sign-ins everybody is answered, the refused with a time to wait, and nothing else waits for hashes', async () => {
  const crowd = await people(12);
  const [reader, refreshing, ending] = (await Promise.all(crowd.slice(0, 3).map((person) => app.given.session(person)))) as [Device, Device, Device];
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  let over = false;
  const before = performance.eventLoopUtilization();
  const storm = Promise.all(Array.from({ length: 500 }, (_, i) => signIn(agent, crowd[i % crowd.length]!))).finally(() => (over = true));

  await new Promise((resolve) => setTimeout(resolve, 50));
  await reader.get('/v2/users/me').expect(200);
  await app.http.post('/v2/auth/refresh').send({ refreshToken: refreshing.refreshToken }).expect(200);
  await ending.post('/v2/auth/sign-out').expect(204);
  await app.http.get('/health/ready').expect(200);
  expect(over).toBe(false);

  const answers = await storm;
  const busy = performance.eventLoopUtilization(before).active;
  agent.destroy();
  const refused = answers.filter(({ status }) => status !== 200);
  expect(new Set(refused.map(({ status }) => status))).not.toContain(null);
  for (const { status, retryAfter } of refused) {
    expect([429, 503]).toContain(status);
    expect(retryAfter).toBeGreaterThan(0);
  }
  expect(refused.length).toBeGreaterThan(100);
  expect(answers.length - refused.length).toBeGreaterThan(20);
  // A refusal is no invitation to try again at once.
  for (const { milliseconds } of refused) expect(milliseconds).toBeGreaterThan(450);
  // Nor does anybody wait for their turn or in the car park a second time: what goes beyond is the work of five hundred callers and
  // as many answers, which share this process.
  expect(Math.max(...refused.map(({ milliseconds }) => milliseconds))).toBeLessThan(2 * (SIGN_IN_PATIENCE + PARKED_MAX) + busy);
}, 360_000);

describe('while as many prove their passwords as can', () => {
  let finish: () => void;
  let proofs: Promise<unknown>[];
  // Anew for each: the first two dozen wait for four seconds and no longer.
  beforeEach(() => {
    const hashes = app.app.get(HashQueue);
    const finished = new Promise<void>((resolve) => (finish = resolve));
    proofs = [];
    while (proofs.length < 1_000 && hashes.refusalInAdvance(SIGN_IN_PATIENCE) === null) proofs.push(hashes.run(() => finished, 60_000));
  });
  afterEach(async () => {
    finish();
    await Promise.all(proofs);
  });

  test.each(SIGN_IN_DOORS)('$name refuses who would wait in vain before the body has come', async ({ name, api }) => {
    const type = api === 'amadis' ? 'application/x-www-form-urlencoded' : 'application/json';
    const began = performance.now();
    const socket = connect(app.port, '127.0.0.1');
    socket.write(rawRequest(`${name} HTTP/1.1`, { 'Content-Type': type, 'Content-Length': '100' }));
    const { said } = await untilClosed(socket);
    const milliseconds = performance.now() - began;
    expect(said).toMatch(/^HTTP\/1\.1 503 .*\r\nretry-after: [1-9]/s);
    expect(said.slice(said.indexOf('\r\n\r\n') + 4)).toMatch(BUSY[api]);
    expect(milliseconds).toBeGreaterThan(450);
    // Who is let in waits ten seconds for the body.
    expect(milliseconds).toBeLessThan(7_000);
  });
});
