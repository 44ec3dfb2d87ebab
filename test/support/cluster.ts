import { basename } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { freePort } from './free-port';
import { startBalancer } from './haproxy';
import { HeardByAll } from './heard-by-all';
import { type Instance, type Place, type Settings, startInstance } from './instance';
import { currentRun } from './run';

const INSTANCES = 3;

/**
 * What surrounds the instances, unless a test brings its own: statements go through pgbouncer, what needs a connection of
 * its own goes past it, and notices go by Redis.
 */
export function clusterSettings(databaseUrl: string, given: Readonly<Record<string, string>>): Record<string, string> {
  const { poolerPort, redisUrl } = currentRun();
  if (poolerPort === null) throw new Error('TEST_CLUSTER is set, and the global setup started no pgbouncer');
  const redis: Record<string, string> = redisUrl === null ? {} : { REDIS_URL: redisUrl };
  if (given['DATABASE_URL'] !== undefined) return redis;
  const database = basename(new URL(databaseUrl).pathname);
  return { ...redis, DATABASE_URL: `postgres://postgres@127.0.0.1:${poolerPort}/${database}`, DATABASE_DIRECT_URL: databaseUrl };
}

/** Three instances that serve as one, with one clock and one mailbox; the application of the first stands for all. */
export async function startCluster(settings: Settings, { port, ...shared }: Place): Promise<Instance> {
  const ports = await Promise.all(Array.from({ length: INSTANCES }, freePort));
  const others = new HeardByAll();
  const prepare = (app: NestFastifyApplication) => others.join(app);
  const instances = await startAll(ports.map((own) => () => startInstance(settings, { ...shared, port: own, prepare })));
  const balancer = await startBalancer(port, ports);
  const [first] = instances;
  if (first === undefined) throw new Error('a cluster has instances');
  return {
    app: first.app,
    apps: instances.map(({ app }) => app),
    close: async () => {
      await balancer.stop();
      await closeAll(instances);
    },
  };
}

async function startAll(starts: readonly (() => Promise<Instance>)[]): Promise<Instance[]> {
  const results = await Promise.allSettled(starts.map((start) => start()));
  const started = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  const failure = results.find((result) => result.status === 'rejected');
  if (failure === undefined) return started;
  await closeAll(started);
  throw failure.reason;
}

async function closeAll(instances: readonly Instance[]): Promise<void> {
  await Promise.all(instances.map(({ close }) => close()));
}
