import type { TestApp } from './app';
import { within } from './within';

const OURS = `datname = current_database() AND application_name IN ('latchkey', 'latchkey notices')`;

/** Soon no connection of an app is busy, and there are no more than its pool and the one that hears notices. */
export async function expectNoLeak(app: Pick<TestApp, 'db'>, pool: number): Promise<void> {
  const count = async (which: string) => (await app.db(`SELECT pid FROM pg_stat_activity WHERE ${OURS} AND ${which}`)).length;
  await within(5_000, async () => expect(await count(`state <> 'idle'`)).toBe(0));
  expect(await count('true')).toBeLessThanOrEqual(pool + 1);
}
