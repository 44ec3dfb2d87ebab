import { setTimeout as delay } from 'node:timers/promises';
import { startApp, type TestApp } from '../support/app';
import { tokenOf } from '../support/mailbox';
import { metricsOf } from '../support/metrics';
import { hasRedisServer, makeRedisServer, type RedisServer } from '../support/redis-server';
import { SIGN_IN_DOORS } from '../support/sign-in-doors';
import { startTcpProxy } from '../support/tcp-proxy';
import { Uprogress } from '../support/uprogress';
import { within } from '../support/within';

function limitsThroughRedis(): void {
  let redis: RedisServer;
  let here: TestApp;
  let there: TestApp;
  beforeEach(async () => {
    redis = await makeRedisServer();
    await redis.start();
    here = await startApp({ REDIS_URL: redis.url });
    there = await startApp({ REDIS_URL: redis.url, DATABASE_URL: here.databaseUrl });
    for (const app of [here, there]) await within(10_000, () => ready(app).expect(200, { status: 'ready' }));
  }, 180_000);

  afterEach(async () => {
    redis.goOn();
    await there?.close();
    await here?.close();
    await redis.kill();
  });

  const ready = ({ http }: TestApp) => http.get('/health/ready');
  const signIn = ({ http }: TestApp, email: string, password: string) => http.post('/v2/auth/sign-in').send({ email, password });

  it('61, 63: guesses at two instances and five doors at once never exceed one budget', async () => {
    const { email, password } = await here.given.user();
    const guesses = Array.from({ length: 100 }, (_, i) => SIGN_IN_DOORS[i % 5]!.prove(i % 2 === 0 ? here : there, email, `wrong ${i}`));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    const tried = statuses.filter((status) => status !== 429 && status !== 503);
    expect(tried.length).toBeLessThanOrEqual(10);
    for (let i = tried.length; i < 10; i++) await signIn(here, email, `wrong ${i}`).expect(401);
    for (const app of [here, there]) for (const door of SIGN_IN_DOORS) expect((await door.prove(app, email, password)).status).toBe(429);
  }, 180_000);

  it('a success or a reset at one instance clears what the other has counted', async () => {
    const { email, password } = await here.given.user();
    for (let i = 0; i < 9; i++) await signIn(there, email, 'wrong').expect(401);
    await signIn(here, email, password).expect(200);
    for (let i = 0; i < 9; i++) await signIn(there, email, 'wrong').expect(401);
    await signIn(there, email, password).expect(200);
  }, 180_000);

  /** Ten failures, a lock, and the mailed token that will end it. */
  const lockedOut = async (app: TestApp) => {
    const { email, password } = await app.given.user();
    for (let i = 0; i < 10; i++) await signIn(there, email, 'wrong').expect(401);
    await signIn(there, email, password).expect(429);
    await app.http.post('/v2/password-recovery').send({ email }).expect(202);
    return { email, token: tokenOf(await app.mailbox.waitFor(email, { subject: /choose a new password/i })) };
  };

  it('a reset is answered when its lock is gone for every instance, however slow Redis is', async () => {
    const line = await startTcpProxy({ host: '127.0.0.1', port: Number(new URL(redis.url).port) });
    const far = await startApp({ REDIS_URL: `redis://127.0.0.1:${line.port}`, DATABASE_URL: here.databaseUrl });
    try {
      const { email, token } = await lockedOut(far);
      line.slow(100);
      await far.http.post('/v2/password-recovery/confirm').send({ token, newPassword: 'Staple-Battery-2-Horse' }).expect(204);
      await signIn(there, email, 'Staple-Battery-2-Horse').expect(200);
    } finally {
      await far.close();
      await line.close();
    }
  }, 180_000);

  it('a change of address by UProgress holds no transaction open while Redis hangs', async () => {
    const uprogress = new Uprogress(here);
    const { token } = await uprogress.register({ nick: 'patient' });
    redis.hang();
    const looks = new Map<string, number>();
    let isDone = false;
    const change = uprogress.put(token, 'users/patient', { user: { first_name: 'A', last_name: 'B', email: 'patient-new@example.com' } });
    const answer = change.then((given) => ((isDone = true), given));
    while (!isDone) {
      const open = await here.db<{ since: Date }>(
        `SELECT xact_start AS since FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'`,
      );
      for (const { since } of open) looks.set(String(since.getTime()), (looks.get(String(since.getTime())) ?? 0) + 1);
      await delay(20);
    }
    expect((await answer).status).toBe(200);
    expect(Math.max(0, ...looks.values())).toBeLessThan(10);
  }, 180_000);

  it('a reset does not wait for a Redis that hangs', async () => {
    const { email, token } = await lockedOut(here);
    redis.hang();
    const start = performance.now();
    await here.http.post('/v2/password-recovery/confirm').send({ token, newPassword: 'Staple-Battery-2-Horse' }).expect(204);
    expect(performance.now() - start).toBeLessThan(5_000);
    await signIn(here, email, 'Staple-Battery-2-Horse').expect(200);
  }, 180_000);

  it('when Redis dies, each instance goes on with what it has seen; nothing fails, and health says so', async () => {
    const { email, password } = await here.given.user();
    for (let i = 0; i < 6; i++) await signIn(here, email, 'wrong').expect(401);
    expect((await metricsOf(here)).get('latchkey_limits_shared')).toBe(1);
    await redis.kill();
    await within(10_000, () => ready(here).expect(200, { status: 'ready', degraded: ['notices', 'limits'] }));
    expect((await metricsOf(here)).get('latchkey_limits_shared')).toBe(0);
    // Not blank, and not open: four are left of ten.
    for (let i = 0; i < 4; i++) await signIn(here, email, 'wrong').expect(401);
    await signIn(here, email, password).expect(429);
    for (const door of SIGN_IN_DOORS) expect((await door.prove(here, email, password)).status).toBe(429);
    // The other one has seen none of it, and has a limit of its own.
    for (let i = 0; i < 10; i++) await signIn(there, email, 'wrong').expect(401);
    await signIn(there, email, password).expect(429);
    const other = await there.given.user();
    await signIn(there, other.email, other.password).expect(200);
    await there.http.post('/v2/password-recovery').send({ email }).expect(202);

    await redis.start();
    for (const app of [here, there]) await within(15_000, () => ready(app).expect(200, { status: 'ready' }));
    const next = await here.given.user();
    await within(5_000, async () => {
      for (let i = 0; i < 10; i++) await signIn(i % 2 === 0 ? here : there, next.email, `again ${i}`);
      await signIn(here, next.email, next.password).expect(429);
      await signIn(there, next.email, next.password).expect(429);
    });
  }, 180_000);

  it('a Redis that hangs holds nobody up for long', async () => {
    const { email, password } = await here.given.user();
    redis.hang();
    const start = performance.now();
    await signIn(here, email, password).expect(200);
    await signIn(here, email, 'wrong').expect(401);
    expect(performance.now() - start).toBeLessThan(5_000);
    await within(10_000, () => ready(here).expect(200, { status: 'ready', degraded: ['notices', 'limits'] }));
  }, 180_000);
}

if (hasRedisServer()) describe('limits through Redis', limitsThroughRedis);
else test('limits through Redis need a redis-server, and there is none', () => expect(hasRedisServer()).toBe(false));
