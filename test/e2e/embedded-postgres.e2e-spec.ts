import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { ProgramRole } from '../../src/config/config';
import { type EmbeddedServer, startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres';
import { EmbeddedPostgresError } from '../../src/database/embedded/embedded-postgres-error';
import { binariesFor } from '../../src/database/embedded/shared-binaries';
import { capturedLog } from '../support/capture';
import { type EmbeddedOwner, startEmbeddedOwner } from '../support/embedded-owner';

jest.setTimeout(20_000);

let root: string;
let dataDir: string;
const servers: EmbeddedServer[] = [];
const owners: EmbeddedOwner[] = [];

beforeEach(() => {
  // Mode 0700: to root's PostgreSQL, which runs as nobody, this path is closed.
  root = mkdtempSync(join(tmpdir(), 'latchkey-embedded-'));
  dataDir = join(root, 'data');
});

afterEach(async () => {
  for (const owner of owners.splice(0)) await owner.kill();
  for (const server of servers.splice(0).reverse()) await server.stop();
  if (existsSync(pidFile())) await (await start()).stop();
  rmSync(root, { recursive: true, force: true, maxRetries: 20 });
});

const pidFile = () => join(dataDir, 'postgres', 'postmaster.pid');
const postmaster = () => Number(readFileSync(pidFile(), 'utf8').split('\n')[0]);

async function start(role: ProgramRole = 'server', directory = dataDir): Promise<EmbeddedServer> {
  const server = await startEmbeddedPostgres({ dataDir: directory, role, log: capturedLog() });
  servers.push(server);
  return server;
}

async function startOwner(): Promise<EmbeddedOwner> {
  const owner = await startEmbeddedOwner(dataDir);
  owners.push(owner);
  return owner;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return [await client.query({ text: sql, rowMode: 'array' })].flat().flatMap(({ rows }) => (rows as unknown[][]).flat());
  } finally {
    await client.end();
  }
}

const keep = (url: string, value: number) => query(url, `CREATE TABLE IF NOT EXISTS kept (value int); INSERT INTO kept VALUES (${value})`);
const kept = (url: string) => query(url, 'SELECT value FROM kept ORDER BY value');

async function untilAnswers(url: string): Promise<void> {
  for (;;) {
    if ((await query(url, 'SELECT 1').catch(() => [])).length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

test('a stop ends PostgreSQL, and the second start has the data of the first', async () => {
  const first = await start();
  await keep(first.url, 1);
  await first.stop();
  expect(existsSync(pidFile())).toBe(false);

  const second = await start();
  expect(second.url).toBe(first.url);
  expect(await kept(second.url)).toEqual([1]);
});

test('it writes through to the disk, knows the letters of all languages, and listens on no port', async () => {
  const { url } = await start();
  expect(await query(url, 'SHOW fsync')).toEqual(['on']);
  expect(await query(url, 'SHOW listen_addresses')).toEqual(['']);
  expect(await query(url, "SELECT lower('ÄÉΣ'), current_setting('server_encoding')")).toEqual(['äéσ', 'UTF8']);
});

test('after kill -9 of the service the next start finds the same PostgreSQL and the data', async () => {
  const owner = await startOwner();
  await keep(owner.url, 1);
  const pid = postmaster();
  await owner.kill();

  const { url } = await start();
  expect(postmaster()).toBe(pid);
  expect(await kept(url)).toEqual([1]);
});

test('a second service is refused and told why; a guest may come and go', async () => {
  const owner = await startOwner();
  const refused: unknown = await start().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(EmbeddedPostgresError);
  expect((refused as Error).message).toMatch(/^Another Latchkey is already running on this data directory \(.*\/data\)\. Stop it, or set DATA_DIR/);

  const guest = await start('guest');
  await keep(guest.url, 2);
  await guest.stop();
  expect(await kept(owner.url)).toEqual([2]);
});

test('a guest that came first ends PostgreSQL only when nobody else is there', async () => {
  const alone = await start('founder');
  await alone.stop();
  expect(existsSync(pidFile())).toBe(false);

  const early = await start('guest');
  const service = await start();
  await early.stop();
  await keep(service.url, 3);
  expect(await kept(service.url)).toEqual([3]);
});

test('of two services that start at once on an empty directory one runs', async () => {
  const outcomes = await Promise.allSettled([startOwner(), startOwner()]);
  const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
  expect(refusals).toEqual([expect.stringContaining('Another Latchkey is already running on this data directory')]);
  const owner = outcomes.find((outcome) => outcome.status === 'fulfilled');
  expect(await query(owner?.value.url ?? '', 'SELECT 1')).toEqual([1]);
});

test('a PostgreSQL that is killed under the service comes back with every committed row', async () => {
  const { url } = await start();
  await keep(url, 1);
  process.kill(postmaster(), 'SIGKILL');
  await untilAnswers(url);
  expect(await kept(url)).toEqual([1]);
});

test('when both are killed, the next start recovers', async () => {
  const owner = await startOwner();
  await keep(owner.url, 1);
  await owner.kill();
  process.kill(postmaster(), 'SIGKILL');
  expect(await kept((await start()).url)).toEqual([1]);
});

test('lock files whose number now belongs to another process block nothing', async () => {
  const first = await start();
  await keep(first.url, 1);
  const file = readFileSync(pidFile(), 'utf8');
  const socketDirectory = file.split('\n')[4] ?? '';
  await first.stop();
  writeFileSync(pidFile(), file.replace(/^\d+/, String(process.pid)));
  mkdirSync(socketDirectory, { mode: 0o700 });
  writeFileSync(join(socketDirectory, '.s.PGSQL.5432.lock'), file.replace(/^\d+/, String(process.pid)));
  expect(await kept((await start()).url)).toEqual([1]);
});

test('a long path, with characters that mean something elsewhere, works', async () => {
  dataDir = join(dataDir, 'it\'s, ein "Würfel" & 100% $HOME', 'deep'.repeat(30), 'data');
  const { url } = await start('server', dataDir);
  expect(await query(url, 'SELECT 1')).toEqual([1]);
});

test('a database of another major version is left alone', async () => {
  mkdirSync(join(dataDir, 'postgres'), { recursive: true });
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '15\n');
  await expect(start()).rejects.toThrow(/was made by PostgreSQL 15, and this Latchkey brings PostgreSQL 18/);
});

test('programs that the account of PostgreSQL cannot read are copied to where it can', () => {
  const directory = join(root, 'native');
  for (const folder of ['bin', 'lib', 'share/postgresql']) mkdirSync(join(directory, folder), { recursive: true });
  for (const name of ['postgres', 'initdb']) writeFileSync(join(directory, 'bin', name), `#!/bin/sh\necho ${name} runs\n`, { mode: 0o700 });
  writeFileSync(join(directory, 'share/postgresql/postgres.bki'), 'catalogue', { mode: 0o600 });
  writeFileSync(join(directory, 'lib/libpq.so.5.18'), 'library', { mode: 0o600 });
  symlinkSync('libpq.so.5.18', join(directory, 'lib/libpq.so'));
  const open = mkdtempSync(join(tmpdir(), 'latchkey-open-'));
  chmodSync(open, 0o755);

  const copy = () => binariesFor({ uid: 65_533, gid: 65_533 }, { directory, version: '18.4.0' }, open).directory;
  expect(copy()).toBe(join(open, 'latchkey-postgres-18.4.0'));
  expect(execFileSync(join(copy(), 'bin/postgres'), { encoding: 'utf8' })).toBe('postgres runs\n');
  expect(readFileSync(join(copy(), 'lib/libpq.so'), 'utf8')).toBe('library');
  expect(['', 'bin/postgres', 'share', 'share/postgresql/postgres.bki'].map((path) => statSync(join(copy(), path)).mode & 0o777)).toEqual([
    0o755, 0o755, 0o755, 0o644,
  ]);

  // What a cleaner of temporary files took is put back.
  rmSync(join(copy(), 'lib/libpq.so.5.18'));
  expect(readFileSync(join(copy(), 'lib/libpq.so'), 'utf8')).toBe('library');
  rmSync(open, { recursive: true });
});
