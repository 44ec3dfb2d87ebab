import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'pg';
import type { Response } from 'supertest';
import { Database } from '../../src/database/database';
import { cutWhenSilent } from '../../src/database/silent-server';
import { DomainError } from '../../src/errors/domain-error';
import { ApiRegistry } from '../../src/http/api-registry';
import { startApp, type TestApp } from '../support/app';
import { createDatabase, type TestDatabase } from '../support/database';
import type { Device, Person } from '../support/factories';
import { expectNoLeak } from '../support/leaks';
import { enter, SESSION_DOORS } from '../support/session-doors';
import { serverOf, startTcpProxy, type TcpProxy, throughPort } from '../support/tcp-proxy';
import { within } from '../support/within';

const POOL = 4;
/** Milliseconds: the deadline of a request, and until the service serves once the database does. */
const DEADLINE = 10_000;
const BACK_WITHIN = 5_000;
/** Milliseconds: more than a server may be silent to a statement. */
const IDLE = 8_000;

let database: TestDatabase;
let line: TcpProxy;
let app: TestApp;
let ann: Person;
let phone: Device;
const tokens = new Map<string, string>();

beforeAll(async () => {
  database = await createDatabase();
  line = await startTcpProxy(serverOf(database.url));
  // No path past the line: notices fall silent, too, and every read must ask the database.
  app = await startApp({ THROTTLE: 'off', DATABASE_URL: throughPort(database.url, line.port), DATABASE_POOL: String(POOL) });
  ann = await app.given.user({ verified: true });
  phone = await app.given.session(ann);
  for (const door of SESSION_DOORS) tokens.set(door.api, await enter(door, app, ann));
}, 180_000);
afterAll(async () => {
  line?.speak();
  await app?.close();
  await line?.close();
  await database?.drop();
});

interface Told {
  readonly answer: Response;
  readonly took: number;
}

/** Reads of every API and two changes, at once: more than the pool has connections. */
function askEverything(): PromiseLike<Response>[] {
  return [
    phone.get('/v2/users/me'),
    phone.get('/v2/sessions'),
    phone.get('/v2/users/me/activity'),
    phone.get('/v2/sessions/current'),
    app.http.post('/v2/auth/refresh').send({ refreshToken: phone.refreshToken }),
    app.http.post('/v2/auth/sign-in').send({ email: ann.email, password: ann.password }),
    ...SESSION_DOORS.map((door) => door.call(app, tokens.get(door.api) ?? '')),
  ];
}

async function answersTo(asked: readonly PromiseLike<Response>[]): Promise<Told[]> {
  const from = performance.now();
  return Promise.all(asked.map(async (one) => ({ answer: await one, took: performance.now() - from })));
}

/** Each is told in time, in its own API's envelope, that now is not the moment; never 500, and nobody waits for ever. */
function expectTold(told: readonly Told[]): void {
  const overloaded = new DomainError('overloaded', { retryAfter: 2 });
  for (const { answer, took } of told) {
    const { status, body } = answer as { status: number; body: object };
    const { method, url } = answer.request as { method: string; url: string };
    const request = { method, url: new URL(url).pathname, headers: {} };
    const fault = app.app.get(ApiRegistry).of(request).renderFault(overloaded, request);
    expect({ method, url, status, body }).toEqual({ method, url, status: 503, body: { ...(fault.body as object), ...varying(body) } });
    expect(took).toBeLessThan(DEADLINE);
  }
}

/** What stands in an envelope for one path or request alone. */
function varying(body: unknown): object {
  return Object.fromEntries(Object.entries(body as object).filter(([field]) => ['instance', 'requestId', 'timestamp'].includes(field)));
}

async function expectServing(): Promise<void> {
  await within(BACK_WITHIN, () => phone.get('/v2/users/me').expect(200));
  await within(BACK_WITHIN, () => app.http.get('/health/ready').expect(200));
  await phone.get('/v2/sessions').expect(200);
  expect(app.app.get(Database).pool).toMatchObject({ waiting: 0 });
}

describe('a database that takes connections and statements, and says nothing', () => {
  it('holds nobody up for longer than the deadline, reads no more than the rest, and is used again once it speaks', async () => {
    line.fallSilent();
    expectTold(await answersTo(askEverything()));
    expectTold(await answersTo(askEverything()));
    line.speak();
    await expectServing();
    await expectNoLeak(app, POOL);
  }, 180_000);
});

describe('a database whose machine vanished, and whose address another one has taken over', () => {
  it('is used again though its old connections are never closed', async () => {
    await expectServing();
    await Promise.all(Array.from({ length: 4 * POOL }, () => phone.get('/v2/sessions').expect(200)));
    expect(app.app.get(Database).pool.open).toBe(POOL);
    line.forget();
    const told = await answersTo(askEverything());
    // Some are answered from memory, or on a new connection.
    expect(told.filter(({ answer }) => answer.status >= 400 && answer.status !== 503)).toEqual([]);
    expect(told.filter(({ answer }) => answer.status === 503).length).toBeGreaterThan(0);
    expect(Math.max(...told.map(({ took }) => took))).toBeLessThan(DEADLINE);
    await expectServing();
  }, 180_000);
});

describe('a machine that vanished after its connections had been without work for longer than a server may be silent', () => {
  it('is given up on each of them all the same', async () => {
    await expectServing();
    await Promise.all(Array.from({ length: 4 * POOL }, () => phone.get('/v2/sessions').expect(200)));
    expect(app.app.get(Database).pool.open).toBe(POOL);
    await delay(IDLE);
    expect(app.app.get(Database).pool.open).toBe(POOL);
    line.forget();
    const told = await answersTo(askEverything());
    expect(told.filter(({ answer }) => answer.status >= 400 && answer.status !== 503)).toEqual([]);
    expect(Math.max(...told.map(({ took }) => took))).toBeLessThan(DEADLINE);
    await expectServing();
    await within(BACK_WITHIN, async () => {
      await phone.get('/v2/sessions').expect(200);
      const { open, idle } = app.app.get(Database).pool;
      expect(open - idle).toBe(0); // none is left that waits for ever
    });
  }, 60_000);
});

describe('a process that is stopped for longer than a database may be silent', () => {
  it('takes the answer that waits for it, and does not think that there is none', async () => {
    const pool = new Pool({ connectionString: database.url, max: 1, onConnect: cutWhenSilent });
    try {
      await pool.query('SELECT 1');
      const answer = pool.query<{ word: string }>(`SELECT 'here' AS word`);
      await new Promise(setImmediate); // the statement has left
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 6_500);
      expect((await answer).rows).toEqual([{ word: 'here' }]);
    } finally {
      await pool.end();
    }
  });
});
