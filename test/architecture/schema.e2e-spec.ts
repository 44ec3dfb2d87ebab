import { DataSource } from 'typeorm';
import { startApp, type TestApp } from '../support/app';

describe('the schema', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.close());

  it('that the migrations make is the one that the entities describe', async () => {
    const { upQueries } = await app.app.get(DataSource).driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('keeps every time with its zone', async () => {
    const rows = await app.db(
      `SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = 'public' AND data_type IN ('timestamp without time zone', 'time without time zone', 'date') AND table_name <> 'migrations'`,
    );
    expect(rows).toEqual([]);
  });

  it('has an index for every foreign key', async () => {
    const rows = await app.db(
      `SELECT conrelid::regclass::text AS "table", conname AS "constraint" FROM pg_constraint AS fk
        WHERE contype = 'f' AND NOT EXISTS (
          SELECT FROM pg_index WHERE indrelid = fk.conrelid AND (indkey::int2[])[0:cardinality(fk.conkey) - 1] @> fk.conkey)`,
    );
    expect(rows).toEqual([]);
  });
});
