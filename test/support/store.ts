import type { TestApp } from './app';
import { mailsSettled } from './mails';

/**
 * Every row of every table, in a settled order and with no mail on its way: two equal ones mean that nothing was stored in
 * between. But for the audit trail, which tells of what was refused, too.
 */
export async function storeOf(app: Pick<TestApp, 'db'>): Promise<Record<string, unknown>> {
  const { audit_events: _, ...rest } = await wholeStoreOf(app);
  return rest;
}

/**
 * Every row of every table, the audit trail included. But for the ids of what has changed, which instances with Redis read and
 * remove within two minutes.
 */
export async function wholeStoreOf(app: Pick<TestApp, 'db'>): Promise<Record<string, unknown>> {
  await mailsSettled(app);
  const tables = await app.db<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'changes' ORDER BY tablename`,
  );
  // Until when changes are recorded is renewed by the clock, where notices go by Redis.
  const rowsOf = (name: string) => `SELECT to_jsonb(t) - 'changes_recorded_until' AS row FROM "${name}" AS t`;
  const all = tables.map(({ name }) => `SELECT '${name}' AS name, (SELECT jsonb_agg(row ORDER BY row) FROM (${rowsOf(name)}) AS rows) AS rows`);
  const contents = await app.db<{ name: string; rows: unknown }>(all.join(' UNION ALL '));
  return Object.fromEntries(contents.map(({ name, rows }) => [name, rows]));
}
