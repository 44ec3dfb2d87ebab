import { setTimeout as delay } from 'node:timers/promises';
import { startApp, type TestApp } from '../support/app';
import { run } from '../support/database';
import type { Device } from '../support/factories';
import { expectNoLeak } from '../support/leaks';
import { Load, postJson } from '../support/load';
import { metricsOf } from '../support/metrics';
import { OwnPostgres } from '../support/own-postgres';
import { within } from '../support/within';

const PASSWORD = 'Nine-Lives-Of-A-Store';
/** Milliseconds until the service serves again once the database does. */
const BACK_WITHIN = 5_000;
const POOL = 4;

interface SignedUp {
  readonly user: { readonly id: string };
  readonly session: { readonly id: string };
}

let postgres: OwnPostgres;
let app: TestApp;
let phone: Device;
let round = 0;
let current: Load | undefined;

beforeAll(async () => {
  postgres = await OwnPostgres.start();
  app = await startApp({ THROTTLE: 'off', DATABASE_URL: postgres.url, DATABASE_POOL: String(POOL) });
  phone = await app.given.session(await app.given.user());
});
afterAll(async () => {
  await app.close();
  await postgres.remove();
});

afterEach(() => current?.stop());

/** People who register, four at a time. */
function signUps(): Load {
  const name = `round-${++round}`;
  return (current = new Load(4, (serial) => postJson(`${app.baseUrl}/v2/users`, { email: `${name}-${serial}@example.com`, password: PASSWORD })));
}

/** Every account that was acknowledged is there with its password, its session and its welcome mail, and no half account is. */
async function expectKept(load: Load): Promise<void> {
  const acknowledged = load.answers.filter(({ status }) => status === 201).map(({ body }) => body as SignedUp);
  const [kept] = await app.db<{ whole: number }>(
    `SELECT count(*)::int AS whole FROM unnest($1::uuid[], $2::uuid[]) AS given (user_id, session_id)
     JOIN users u ON u.id = given.user_id JOIN passwords p ON p.user_id = u.id
     JOIN sessions s ON s.id = given.session_id AND s.user_id = u.id AND s.ended_at IS NULL`,
    [acknowledged.map(({ user }) => user.id), acknowledged.map(({ session }) => session.id)],
  );
  expect(kept).toEqual({ whole: acknowledged.length });
  const halves = await app.db(
    `SELECT u.email FROM users u LEFT JOIN passwords p ON p.user_id = u.id LEFT JOIN outgoing_mails m ON m.user_id = u.id AND m.kind = 'welcome'
     WHERE p.user_id IS NULL OR m.user_id IS NULL`,
  );
  expect(halves).toEqual([]);
}

/** Nothing but success, or "not now" in the caller's envelope, in time. */
function expectHonest(load: Load): void {
  const others = load.answers.filter(({ status }) => status !== 201 && status !== 503);
  expect(others).toEqual([]);
  for (const { body } of load.answers.filter(({ status }) => status === 503)) expect(body).toMatchObject({ code: 'overloaded' });
  expect(Math.max(...load.answers.map(({ took }) => took))).toBeLessThan(10_000);
}

describe('a database that is stopped under load and started again', () => {
  it('loses nothing that was acknowledged, is said to be away meanwhile, and is used again within five seconds', async () => {
    const load = signUps();
    await load.more(20, 201);
    await postgres.stop();
    await within(5_000, async () => {
      await app.http.get('/health/ready').expect(503);
      expect((await metricsOf(app)).get('latchkey_ready')).toBe(0);
      const { body } = await phone.get('/v2/users/me').expect(503);
      expect(body).toMatchObject({ code: 'overloaded' });
    });
    await app.http.get('/health/live').expect(200);
    const { 'retry-after': retryAfter } = (await phone.get('/v2/users/me').expect(503)).headers as Record<string, string>;
    expect(Number(retryAfter)).toBeGreaterThan(0);

    await postgres.startAgain();
    const startedAt = performance.now();
    await load.more(1, 201);
    expect(performance.now() - startedAt).toBeLessThan(BACK_WITHIN);
    await within(BACK_WITHIN, async () => {
      await phone.get('/v2/users/me').expect(200);
      await app.http.get('/health/ready').expect(200);
    });
    await load.more(20, 201);
    await load.stop();
    expectHonest(load);
    await expectKept(load);
    await expectNoLeak(app, POOL);
  }, 180_000);
});

describe('a database that is killed under load', () => {
  it('recovers by itself, and so does the service: nothing that was acknowledged is lost', async () => {
    const load = signUps();
    await load.more(20, 201);
    await postgres.kill();
    await within(5_000, async () => expect(load.count(503)).toBeGreaterThan(0));
    await load.more(20, 201);
    await load.stop();
    expectHonest(load);
    await expectKept(load);
    await expectNoLeak(app, POOL);
  }, 180_000);
});

describe('connections that are cut under load', () => {
  const cut = (state: string) =>
    run(postgres.url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name IN ('latchkey', 'latchkey notices') AND state ~ $1`, [
      state,
    ]);

  it('are replaced, all at once', async () => {
    const load = signUps();
    await load.more(10, 201);
    expect((await cut('.')).length).toBeGreaterThan(1);
    await load.more(20, 201);
    await load.stop();
    expectHonest(load);
    await expectKept(load);
    await within(5_000, () => phone.get('/v2/users/me').expect(200));
    await expectNoLeak(app, POOL);
  });

  it('leave no transaction half done, wherever between its statements they are cut', async () => {
    const load = signUps();
    let killed = 0;
    const begin = performance.now();
    // For four seconds, and on a slow machine until enough were cut.
    while (performance.now() < begin + 4_000 || (killed <= 10 && performance.now() < begin + 20_000)) {
      killed += (await cut('^(active|idle in transaction)$')).length;
      await delay(10);
    }
    await load.more(10, 201);
    await load.stop();
    expect(killed).toBeGreaterThan(10);
    expect(load.count(503)).toBeGreaterThan(0);
    expectHonest(load);
    await expectKept(load);
    await expectNoLeak(app, POOL);
  }, 180_000);
});
