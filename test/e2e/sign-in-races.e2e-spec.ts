import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { CredentialsService } from '../../src/credentials/credentials.service';
import { Transaction } from '../../src/database/transaction';
import { startApp, type TestApp } from '../support/app';
import type { Person } from '../support/factories';

let app: TestApp;
let ann: Person;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.close());
beforeEach(async () => {
  ann = await app.given.user({ password: 'Right-Horse-1-Staple' });
});

const signIn = () => app.http.post('/v2/auth/sign-in').send({ email: ann.email, password: ann.password });
const sessions = () => app.db('SELECT FROM sessions WHERE user_id = $1', [ann.id]);

/** Holds the account as every change of it does, until a sign-in with a proved password waits for it; then changes it. */
async function whileASignInWaits(change: string): Promise<number> {
  const other = new Client({ connectionString: app.databaseUrl });
  await other.connect();
  try {
    await other.query('BEGIN');
    await other.query('SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE', [ann.id]);
    const answer = signIn().then(({ status }) => status);
    await untilSomebodyWaits();
    await other.query(change, [ann.id]);
    await other.query('COMMIT');
    return await answer;
  } finally {
    await other.end();
  }
}

async function untilSomebodyWaits(): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const waiting = await app.db(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
    if (waiting.length > 0) return;
    await delay(10);
  }
  throw new Error('nobody waits for the account');
}

test.each([
  ['a password that is changed', `UPDATE passwords SET hash = 'other', generation = generation + 1 WHERE user_id = $1`],
  ['an account that is disabled', 'UPDATE users SET disabled_at = now() WHERE id = $1'],
  ['an account that is erased', 'DELETE FROM users WHERE id = $1'],
])('%s while a sign-in waits for the account opens no session', async (_, change) => {
  const before = await sessions();
  expect(await whileASignInWaits(change)).toBe(401);
  expect((await sessions()).length).toBeLessThanOrEqual(before.length);
});

test('a sign-in that waits for a change of another kind goes on after it', async () => {
  expect(await whileASignInWaits(`UPDATE users SET name = 'Ann' WHERE id = $1`)).toBe(200);
  expect(await app.db('SELECT name, last_login_at IS NOT NULL AS recorded FROM users WHERE id = $1', [ann.id])).toEqual([{ name: 'Ann', recorded: true }]);
});

test('ten callers who sign in to one account a hundred times each never stand in each other’s way for good', async () => {
  const [credentials, transaction] = [app.app.get(CredentialsService, { strict: false }), app.app.get(Transaction, { strict: false })];
  // Past the hashes, which let few of them come to the account at one moment.
  const verified = await credentials.verify({ email: ann.email }, ann.password);
  const caller = async () => {
    for (let i = 0; i < 100; i++) await transaction.run(() => credentials.recordLogin(verified));
  };
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, caller));
  expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
});
