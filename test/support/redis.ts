import { Redis } from 'ioredis';

const DEFAULT = 'redis://127.0.0.1:6379';

/**
 * TEST_REDIS_URL, else the Redis of this machine, else null: then it says which tests are left out.
 * @throws Error where TEST_REDIS_URL is set and does not answer
 */
export async function findRedis(): Promise<string | null> {
  const given = process.env['TEST_REDIS_URL'];
  if (await answers(given || DEFAULT)) return given || DEFAULT;
  if (given) throw new Error('TEST_REDIS_URL is set, and no Redis answers there');
  process.stderr.write('No Redis (TEST_REDIS_URL, or one on 127.0.0.1:6379): NOT RUN are the tests of notices through Redis.\n');
  return null;
}

async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: 1_000, commandTimeout: 1_000, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    if (redis.status !== 'end') redis.disconnect();
  }
}
