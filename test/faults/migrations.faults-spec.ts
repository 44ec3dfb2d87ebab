import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { migrate } from '../../src/database/migrate';
import { MigrationsBlockedError } from '../../src/database/migrations-blocked-error';
import { Log } from '../../src/log/log';
import { capturedLog } from '../support/capture';
import { createDatabase, createEmptyDatabase, run, type TestDatabase } from '../support/database';
import { within } from '../support/within';

/** What another instance holds while it migrates. */
const TAKE_LOCK = 'SELECT pg_advisory_lock(1818326115)';

let database: TestDatabase;
let other: Client;
beforeEach(async () => {
  database = await createEmptyDatabase();
  other = new Client({ connectionString: database.url });
  await other.connect();
});
afterEach(async () => {
  await other.end();
  await database.drop();
});

function heardLog(): { log: Log; events: () => Record<string, unknown>[] } {
  const lines: string[] = [];
  const log = Log.to('debug', { write: (line: string) => void lines.push(line) });
  const events = () => {
    log.flush();
    return lines
      .join('')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  return { log, events };
}

const backendOf = async (client: Client) => (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid;
const waiting = () => run(database.url, `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);

describe('an instance that starts while another one migrates', () => {
  it('says once that it waits and for whom, and goes on when its turn comes', async () => {
    await other.query(TAKE_LOCK);
    const { log, events } = heardLog();
    const migrating = migrate({ url: database.url, log });
    await within(10_000, async () => expect(await waiting()).toHaveLength(1));
    expect(events()).toMatchObject([{ event: 'migrations_waiting', backend: await backendOf(other) }]);
    await other.query('SELECT pg_advisory_unlock_all()');
    expect((await migrating).length).toBeGreaterThan(0);
    expect(events().map(({ event }) => event)).toEqual(['migrations_waiting', 'migrated']);
  }, 60_000);

  it('does not wait for ever, and then names whom to ask for the lock', async () => {
    await other.query(TAKE_LOCK);
    const refusal = await migrate({ url: database.url, log: capturedLog(), patience: 300 }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(MigrationsBlockedError);
    expect((refusal as Error).message).toContain(`pg_terminate_backend(${await backendOf(other)})`);
    expect(await run(database.url, `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)).toEqual([]);
  }, 60_000);

  it('is not held up by limits of its role, which are for requests', async () => {
    const [{ name } = { name: '' }] = await run<{ name: string }>(database.url, 'SELECT current_database() AS name');
    await run(database.url, `ALTER DATABASE ${name} SET statement_timeout = 200; ALTER DATABASE ${name} SET lock_timeout = 200`);
    await other.query(TAKE_LOCK);
    const migrating = migrate({ url: database.url, log: capturedLog() });
    await within(10_000, async () => expect(await waiting()).toHaveLength(1));
    await other.query('SELECT pg_sleep(0.5), pg_advisory_unlock_all()');
    expect((await migrating).length).toBeGreaterThan(0);
  }, 60_000);
});

describe('a migration of a table that somebody reads', () => {
  let people: Client;
  beforeEach(async () => {
    await migrate({ url: database.url, log: capturedLog() });
    // As the release before had it.
    await run(database.url, `ALTER TABLE users DROP COLUMN wished_username; DELETE FROM migrations WHERE name LIKE 'AddWishedUsername%'`);
    people = new Client({ connectionString: database.url, statement_timeout: 2_000 });
    await people.connect();
    // As a backup does.
    await other.query('BEGIN; SELECT count(*) FROM users');
  });
  afterEach(() => people.end());

  it('waits and keeps nobody from it meanwhile', async () => {
    const { log, events } = heardLog();
    let isDone = false;
    const migrating = migrate({ url: database.url, log }).finally(() => (isDone = true));
    await within(10_000, () => Promise.resolve(expect(events()).toMatchObject([{ event: 'migrations_waiting' }])));
    expect(events()).toMatchObject([{ backend: await backendOf(other) }]);
    // Longer than its pause: it tries again amid these.
    for (let reads = 0; reads < 30; reads += 1) {
      await people.query('SELECT id FROM users LIMIT 1');
      await delay(100);
    }
    expect(isDone).toBe(false);
    await other.query('COMMIT');
    expect(await migrating).toEqual([expect.stringMatching(/^AddWishedUsername/)]);
    expect(events().map(({ event }) => event)).toEqual(['migrations_waiting', 'migrated']);
  }, 60_000);

  it('gives up in the end, and then names whose transaction it is', async () => {
    const refusal = await migrate({ url: database.url, log: capturedLog(), patience: 300 }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(MigrationsBlockedError);
    expect((refusal as Error).message).toContain(`pg_terminate_backend(${await backendOf(other)})`);
    await people.query('SELECT id FROM users LIMIT 1');
  }, 60_000);
});

it('a connection that is cut while migrations run is a failure of the start, and leaves no half of one', async () => {
  await other.query('BEGIN; CREATE TABLE migrations (id integer)');
  const failure = migrate({ url: database.url, log: capturedLog() }).then(
    () => null,
    (error: unknown) => error,
  );
  // It waits to learn whether that table will be there.
  await within(10_000, async () => expect(await waiting()).toHaveLength(1));
  const cut = await run(database.url, `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = 1818326115`);
  expect(cut.length).toBeGreaterThan(0);
  await other.query('ROLLBACK');
  expect(await failure).toBeInstanceOf(Error);
  await migrate({ url: database.url, log: capturedLog() });
  const whole = await createDatabase();
  const tables = `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`;
  expect(await run(database.url, tables)).toEqual(await run(whole.url, tables));
  await whole.drop();
}, 60_000);
