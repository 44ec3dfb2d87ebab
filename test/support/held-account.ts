import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { TestApp } from './app';

const THE_ACCOUNT = 'SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE';

/**
 * Holds an account as every change of it does, until a request waits for it; then changes it and lets go.
 * @param change a statement about the account `$1`
 * @param hold what is held meanwhile, where it is not the account itself
 * @returns what the request was answered
 */
export async function changedMeanwhile<T>(app: TestApp, accountId: string, request: () => PromiseLike<T>, change: string, hold = THE_ACCOUNT): Promise<T> {
  const other = new Client({ connectionString: app.databaseUrl });
  await other.connect();
  try {
    await other.query('BEGIN');
    await other.query(hold, [accountId]);
    const answer = request().then((given) => given);
    await untilSomebodyWaits(app);
    await other.query(change, [accountId]);
    await other.query('COMMIT');
    return await answer;
  } finally {
    await other.end();
  }
}

async function untilSomebodyWaits(app: TestApp): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const waiting = await app.db(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
    if (waiting.length > 0) return;
    await delay(10);
  }
  throw new Error('nobody waits for the account');
}
