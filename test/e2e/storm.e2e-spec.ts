import { Agent, request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { HashQueue } from '../../src/credentials/hash-queue';
import type { ApiName } from '../../src/config/config';
import { PATIENCE } from '../../src/limits/attempt-limits';
import { startApp, type TestApp } from '../support/app';
import type { Device, Person } from '../support/factories';
import { rawRequest, untilClosed } from '../support/raw';
import { SIGN_IN_DOORS } from '../support/sign-in-doors';
import { within } from '../support/within';

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
  expect(Math.max(...refused.map(({ milliseconds }) => milliseconds))).toBeLessThan(2 * (PATIENCE + PARKED_MAX) + busy);
}, 360_000);

/** Starts another of these every so many milliseconds until one is done, and gives what that one came to. */
async function firstOf<T>(start: () => Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      const another = () => void start().then(resolve, reject);
      timer = setInterval(another, milliseconds);
      another();
    });
  } finally {
    clearInterval(timer);
  }
}

describe('while as many prove their passwords as can', () => {
  let crowd: Person[];
  beforeAll(async () => {
    // No more than ten attempts of one account are under way at a time.
    crowd = await people(25);
  });

  test.each(SIGN_IN_DOORS)(
    '$name refuses who would wait in vain before the body has come',
    async ({ name, api }) => {
      const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
      let over = false;
      const comeBack = async (person: Person) => {
        while (!over) await signIn(agent, person);
      };
      const storm = Promise.all(Array.from({ length: 250 }, (_, i) => comeBack(crowd[i % crowd.length]!)));
      const hashes = app.app.get(HashQueue);
      await within(10_000, () => Promise.resolve(expect(hashes.refusalInAdvance(PATIENCE)).not.toBeNull()));
      const type = api === 'amadis' ? 'application/x-www-form-urlencoded' : 'application/json';
      const head = rawRequest(`${name} HTTP/1.1`, { 'Content-Type': type, 'Content-Length': '100' });
      // Where turns have just come free who knocks is let in, and waits ten seconds for its body: so one after the other.
      const knocks: Socket[] = [];
      const knock = async () => {
        const began = performance.now();
        const socket = connect(app.port, '127.0.0.1');
        knocks.push(socket);
        socket.write(head);
        const { said } = await untilClosed(socket);
        return { said, milliseconds: performance.now() - began };
      };
      const { said, milliseconds } = await firstOf(knock, 100);
      over = true;
      knocks.forEach((socket) => socket.destroy());
      await storm;
      agent.destroy();
      expect(said).toMatch(/^HTTP\/1\.1 503 .*\r\nretry-after: [1-9]/s);
      expect(said.slice(said.indexOf('\r\n\r\n') + 4)).toMatch(BUSY[api]);
      expect(milliseconds).toBeGreaterThan(450);
      expect(milliseconds).toBeLessThan(7_000);
    },
    360_000,
  );
});
