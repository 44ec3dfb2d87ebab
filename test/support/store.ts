import type { TestApp } from './app';

/** Every row of every table, in a settled order: two equal ones mean that nothing was stored in between. */
export async function storeOf(app: Pick<TestApp, 'db'>): Promise<Record<string, unknown>> {
  const tables = await app.db<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`);
  const entries = await Promise.all(
    tables.map(async ({ name }): Promise<[string, unknown]> => {
      const [row] = await app.db<{ rows: unknown }>(`SELECT jsonb_agg(to_jsonb(t) ORDER BY to_jsonb(t)) AS rows FROM "${name}" AS t`);
      return [name, row?.rows];
    }),
  );
  return Object.fromEntries(entries);
}
