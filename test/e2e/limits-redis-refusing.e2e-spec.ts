import { Redis } from 'ioredis';
import { startApp, type TestApp } from '../support/app';
import { metricsOf } from '../support/metrics';
import { hasRedisServer, makeRedisServer, type RedisServer } from '../support/redis-server';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy';
import { within } from '../support/within';

/** Of a Redis that answers, listens and publishes, and yet counts nothing. Nobody is at the address of that primary. */
const REFUSALS: readonly (readonly [what: string, begin: readonly string[], end: readonly string[]])[] = [
  ['is full', ['CONFIG', 'SET', 'maxmemory', '1'], ['CONFIG', 'SET', 'maxmemory', '0']],
  ['has become a replica', ['REPLICAOF', '127.0.0.1', '1'], ['REPLICAOF', 'NO', 'ONE']],
  ['lets nobody run scripts', ['ACL', 'SETUSER', 'default', '-@scripting'], ['ACL', 'SETUSER', 'default', '+@all']],
];

const address = ({ url }: RedisServer) => ({ host: '127.0.0.1', port: Number(new URL(url).port) });

async function tell({ url }: RedisServer, [command = '', ...args]: readonly string[]): Promise<void> {
  const redis = new Redis(url);
  await redis.call(command, ...args);
  redis.disconnect();
}

function refusingRedis(): void {
  let redis: RedisServer;
  let other: RedisServer;
  let name: TcpProxy;
  let app: TestApp;
  beforeEach(async () => {
    [redis, other] = await Promise.all([makeRedisServer(), makeRedisServer()]);
    await Promise.all([redis.start(), other.start()]);
    name = await startTcpProxy(address(redis));
    app = await startApp({ REDIS_URL: `redis://127.0.0.1:${name.port}` });
    await shared();
  }, 180_000);
  afterEach(async () => {
    await app?.close();
    await name?.close();
    await Promise.all([redis?.kill(), other?.kill()]);
  });

  const ready = () => app.http.get('/health/ready');
  const figure = async () => (await metricsOf(app)).get('latchkey_limits_shared');
  const shared = async () => {
    await within(10_000, () => ready().expect(200, { status: 'ready' }));
    expect(await figure()).toBe(1);
  };
  const signIn = (email: string, password: string) => app.http.post('/v2/auth/sign-in').send({ email, password });

  it.each(REFUSALS)(
    'that %s: each instance counts by itself, health and metrics say so, and take it back',
    async (_what, begin, end) => {
      const { email, password } = await app.given.user();
      await tell(redis, begin);
      // Also where nobody signs in, who would have noticed.
      await within(10_000, () => ready().expect(200, { status: 'ready', degraded: ['limits'] }));
      expect(await figure()).toBe(0);
      await signIn(email, password).expect(200);
      for (let i = 0; i < 10; i++) await signIn(email, 'wrong').expect(401);
      await signIn(email, password).expect(429);
      await tell(redis, end);
      await shared();
    },
    180_000,
  );

  it('that lost its role in a failover is left for the one that the name leads to now', async () => {
    await tell(redis, ['REPLICAOF', '127.0.0.1', '1']);
    await within(10_000, () => ready().expect(200, { status: 'ready', degraded: ['limits'] }));
    // Nothing is cut: what is connected stays so.
    name.leadTo(address(other));
    await shared();
  }, 180_000);

  it('counts for a user who may do what docs/operations/sizing.md says, and no more', async () => {
    const rights = '~latchkey:* &latchkey:* +@read +@write +@scripting +@transaction +@connection +@pubsub';
    await tell(redis, ['ACL', 'SETUSER', 'accounts', 'on', '>open-sesame', ...rights.split(' ')]);
    const modest = await startApp({ REDIS_URL: redis.url.replace('redis://', 'redis://accounts:open-sesame@') });
    try {
      await within(10_000, () => modest.http.get('/health/ready').expect(200, { status: 'ready' }));
      for (let i = 0; i < 10; i++)
        await modest.http
          .post('/v2/auth/sign-in')
          .send({ email: 'nobody@example.com', password: `wrong ${i}` })
          .expect(401);
      expect((await metricsOf(modest)).get('latchkey_limits_shared')).toBe(1);
    } finally {
      await modest.close();
    }
  }, 180_000);

  it('is asked without a trace', async () => {
    for (let i = 0; i < 3; i++) await shared();
    const client = new Redis(redis.url);
    expect(await client.keys('latchkey:*')).toEqual([]);
    client.disconnect();
  }, 180_000);
}

if (hasRedisServer()) describe('a Redis that answers and refuses', refusingRedis);
else test('a Redis that refuses needs a redis-server, and there is none', () => expect(hasRedisServer()).toBe(false));
