import { Client } from 'pg';
import { ChangeRecord } from '../../src/database/change-record';
import { createDatabase, run, type TestDatabase } from '../support/database';
import { within } from '../support/within';

const INSERT_USER = `INSERT INTO users (id, object_id, email, created_at, updated_at)
  VALUES ($1, substr(md5($2), 1, 24), $2 || '@example.com', now(), now())`;
const RENAME = 'UPDATE users SET name = md5(random()::text) WHERE id = $1';
const ANN = '00000000-0000-7000-8000-000000000001';
const BEN = '00000000-0000-7000-8000-000000000002';

describe('the record of changes', () => {
  let database: TestDatabase;
  const open: { close(): Promise<void> }[] = [];
  beforeEach(async () => {
    database = await createDatabase();
    for (const [id, name] of [
      [ANN, 'ann'],
      [BEN, 'ben'],
    ])
      await sql(INSERT_USER, [id, name]);
  });
  afterEach(async () => {
    for (const { close } of open.splice(0)) await close();
    await database.drop();
  });

  const sql = (text: string, values: unknown[] = []) => run<Record<string, unknown>>(database.url, text, values);
  const rename = (id: string) => sql(RENAME, [id]);
  const recorded = async () => (await sql('SELECT kind, id FROM changes ORDER BY number')).map(({ kind, id }) => `${String(kind)}:${String(id)}`);

  async function record(): Promise<ChangeRecord> {
    const opened = await ChangeRecord.open(database.url, () => undefined);
    open.push({ close: () => opened.close() });
    return opened;
  }

  /** A transaction that a test ends. */
  async function begin(statement: string, id: string): Promise<Client> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    open.push({ close: () => client.end() });
    await client.query('BEGIN');
    await client.query(statement, [id]);
    return client;
  }

  it('is empty while nobody asks for it', async () => {
    await rename(ANN);
    expect(await recorded()).toEqual([]);
  });

  it('tells every change once, to each reader, from its opening on', async () => {
    const first = await record();
    await rename(ANN);
    const second = await record();
    await rename(BEN);
    expect(await first.read()).toMatchObject({ changes: [`user:${ANN}`, `user:${BEN}`], tooMany: false });
    expect(await first.read()).toMatchObject({ changes: [], tooMany: false });
    expect((await second.read()).changes).toEqual([`user:${BEN}`]);
    await rename(BEN);
    expect([(await first.read()).changes, (await second.read()).changes]).toEqual([[`user:${BEN}`], [`user:${BEN}`]]);
  });

  it('tells a change that was numbered before others and committed after them, and none that was undone', async () => {
    const reader = await record();
    const slow = await begin(RENAME, ANN);
    await rename(BEN);
    expect((await reader.read()).changes).toEqual([`user:${BEN}`]);
    expect((await reader.read()).changes).toEqual([]);
    await slow.query('COMMIT');
    expect((await reader.read()).changes).toEqual([`user:${ANN}`]);
    const undone = await begin('DELETE FROM users WHERE id = $1', ANN);
    await undone.query('ROLLBACK');
    expect((await reader.read()).changes).toEqual([]);
  });

  it('is not complete while a transaction runs that began before it was asked for', async () => {
    const early = await begin(RENAME, ANN);
    const reader = await record();
    expect((await reader.read()).complete).toBe(false);
    await rename(BEN);
    expect(await reader.read()).toMatchObject({ complete: false, changes: [`user:${BEN}`] });
    await early.query('COMMIT');
    // Other databases of the server have transactions, too.
    await within(5_000, async () => expect((await reader.read()).complete).toBe(true));
    const later = await begin(RENAME, ANN);
    expect((await reader.read()).complete).toBe(true);
    await later.query('ROLLBACK');
  });

  it('tells no more than ten thousand changes one by one', async () => {
    const reader = await record();
    await sql(`INSERT INTO changes (kind, id) SELECT 'user', n::text FROM generate_series(1, 10000) AS n`);
    expect(await reader.read()).toMatchObject({ tooMany: false });
    await sql(`INSERT INTO changes (kind, id) SELECT 'user', n::text FROM generate_series(1, 10001) AS n`);
    expect(await reader.read()).toMatchObject({ tooMany: true, changes: [] });
    expect((await reader.read()).tooMany).toBe(false);
  });

  it('is kept for a while and then removed', async () => {
    const reader = await record();
    await rename(ANN);
    await reader.read();
    await reader.tend();
    expect(await recorded()).toEqual([`user:${ANN}`]);
    await rename(BEN);
    await reader.read();
    await reader.tend();
    expect(await recorded()).toEqual([`user:${BEN}`]);
    await sql(`INSERT INTO changes (kind, id) SELECT 'user', n::text FROM generate_series(1, 2500) AS n`);
    await reader.read();
    await reader.tend();
    await reader.tend();
    expect(await recorded()).toEqual([]);
  });

  it('ends by itself once nobody asks for it any more', async () => {
    await record();
    const [row] = await sql(`SELECT changes_recorded_until BETWEEN now() + interval '59 minutes' AND now() + interval '1 hour' AS hour FROM instance`);
    expect(row).toEqual({ hour: true });
    await sql('UPDATE instance SET changes_recorded_until = now()');
    await rename(ANN);
    expect(await recorded()).toEqual([]);
  });

  it('takes no row of another server, restored from a dump, for a change', async () => {
    const reader = await record();
    await sql(`INSERT INTO changes (transaction, kind, id) VALUES ('9000000000000', 'user', $1)`, [ANN]);
    expect((await reader.read()).changes).toEqual([]);
    await reader.tend();
    expect(await recorded()).toEqual([]);
  });

  it('is written whatever the search path of whoever changes a row', async () => {
    const reader = await record();
    const client = await begin(`SELECT set_config('search_path', $1, true)`, '');
    await client.query(`UPDATE public.users SET name = 'Ann' WHERE id = $1`, [ANN]);
    await client.query('COMMIT');
    expect((await reader.read()).changes).toEqual([`user:${ANN}`]);
  });
});
