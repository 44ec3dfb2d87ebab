import { startApp, type TestApp } from '../support/app';
import type { Device, Person } from '../support/factories';
import { Load, postJson } from '../support/load';
import { hasRedisServer, makeRedisServer, type RedisServer } from '../support/redis-server';
import { within } from '../support/within';

/** Of one name, as docs/decisions/limits.md has it. */
const BUDGET = 10;
/** Milliseconds until all is as before, once Redis is there again: with some to spare on a slow machine. */
const BACK_WITHIN = 15_000;

function redisUnderLoad(): void {
  let redis: RedisServer;
  let app: TestApp;
  let ann: Person;
  let victim: Person;
  let phone: Device;
  const loads: Load[] = [];
  beforeAll(async () => {
    redis = await makeRedisServer();
    await redis.start();
    app = await startApp({ REDIS_URL: redis.url });
    [ann, victim] = [await app.given.user(), await app.given.user()];
    // Of somebody who does not sign in all the time: that ends the oldest sessions.
    phone = await app.given.session(await app.given.user());
    await within(BACK_WITHIN, () => app.http.get('/health/ready').expect(200, { status: 'ready' }));
  }, 180_000);
  afterAll(async () => {
    await Promise.all(loads.map((load) => load.stop()));
    await app?.close();
    await redis?.kill();
  });

  const running = (load: Load): Load => {
    loads.push(load);
    return load;
  };
  const signIn = (email: string, password: string) => postJson(`${app.baseUrl}/v2/auth/sign-in`, { email, password });

  it('is stopped and started: reads go on, limits are never open, health says what is out, and all comes back', async () => {
    const reads = running(new Load(4, () => fetch(`${app.baseUrl}/v2/users/me`, { headers: { authorization: `Bearer ${phone.accessToken}` } })));
    const honest = running(new Load(1, () => signIn(ann.email, ann.password)));
    const guesses = running(new Load(2, (serial) => signIn(victim.email, `wrong ${serial}`)));
    await guesses.more(2, 429); // the name is locked, in Redis and by what this instance has seen itself
    await honest.more(2, 200);
    await reads.more(20, 200);

    await redis.kill();
    await within(BACK_WITHIN, () => app.http.get('/health/ready').expect(200, { status: 'ready', degraded: ['notices', 'limits'] }));
    await guesses.more(3, 429);
    await honest.more(3, 200);
    await reads.more(50, 200);

    await redis.start(); // it has forgotten everything
    await within(BACK_WITHIN, () => app.http.get('/health/ready').expect(200, { status: 'ready' }));
    await honest.more(2, 200);
    await reads.more(50, 200);
    await Promise.all(loads.map((load) => load.stop()));

    const statuses = (load: Load) => [...new Set(load.answers.map(({ status }) => status))];
    // Neither while it was away nor at its ends did a read or an honest sign-in fail.
    expect(statuses(reads)).toEqual([200]);
    expect(statuses(honest)).toEqual([200]);
    // The budget of the Redis that was, at most what the instance takes for itself, and the budget of the new one: never none.
    expect(statuses(guesses).filter((status) => status !== 401 && status !== 429 && status !== 503)).toEqual([]);
    expect(guesses.count(401)).toBeLessThanOrEqual(3 * BUDGET);
    expect(guesses.count(429)).toBeGreaterThan(4);
  }, 180_000);
}

if (hasRedisServer()) describe('Redis under load', redisUnderLoad);
else test('Redis under load needs a redis-server, and there is none', () => expect(hasRedisServer()).toBe(false));
