import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres';
import { migrate } from '../../src/database/migrate';
import { capturedLog } from './capture';
import { isCluster } from './cluster-mode';
import { EXCEPTIONS } from './cluster-exceptions.cjs';
import { createDatabaseOn, randomName, run } from './database';
import { startPooler } from './pgbouncer';
import { findRedis } from './redis';
import { openRunDirectory, publishRun } from './run';
import { openTablespace } from './tablespace';

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

declare global {
  var stopTestServer: (() => Promise<void>) | undefined;
}

/** One PostgreSQL for the whole run, with one migrated database that the tests' own are copied from. */
export default async function globalSetup(): Promise<void> {
  const redisUrl = await findRedis();
  if (isCluster() && redisUrl === null) throw new Error('TEST_CLUSTER needs a Redis');
  await sayWhatIsLeftOut();
  const { directory, isOwn } = openRunDirectory();
  const server = await startServer(directory);
  const template = randomName('latchkey_template');
  const tablespace = process.env['TEST_DATABASE_IN_MEMORY'] ? await openTablespace(server.url) : null;
  const database = await createDatabaseOn(server.url, 'template0', template, tablespace?.name);
  const pooler = isCluster() ? await startPooler(server.url) : null;
  globalThis.stopTestServer = async () => {
    await pooler?.stop();
    await database.drop();
    await tablespace?.drop();
    await server.stop();
    if (isOwn) await rm(directory, { recursive: true, force: true });
  };
  await migrate({ url: database.url, log: capturedLog(directory) });
  publishRun({ directory, serverUrl: server.url, template, redisUrl, poolerPort: pooler?.port ?? null });
}

async function startServer(directory: string): Promise<Server> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return { url: given, stop: async () => undefined };
  const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-pg-'));
  const server = await startEmbeddedPostgres({ dataDir, role: 'server', log: capturedLog(directory) });
  await forgetDurability(server.url);
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A run on several instances names what it leaves out; Jest's summary counts it as skipped. */
async function sayWhatIsLeftOut(): Promise<void> {
  if (!isCluster()) return;
  for (const { file, tests, reason } of EXCEPTIONS) {
    await access(file);
    const names = tests === undefined ? 'all of it' : tests.map((name) => JSON.stringify(name)).join(', ');
    process.stderr.write(`LEFT OUT on several instances, ${file}, ${names}: ${reason}.\n`);
  }
}

/** The tests' databases need not survive a power cut, and are made in half the time without. */
async function forgetDurability(url: string): Promise<void> {
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) await run(url, `ALTER SYSTEM SET ${setting} = off`);
  await run(url, "ALTER SYSTEM SET max_wal_size = '128MB'"); // it may lie in memory
  await run(url, 'SELECT pg_reload_conf()');
}
