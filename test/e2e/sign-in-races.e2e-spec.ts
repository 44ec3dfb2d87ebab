import { CredentialsService } from '../../src/credentials/credentials.service';
import { Transaction } from '../../src/database/transaction';
import { startApp, type TestApp } from '../support/app';
import type { Person } from '../support/factories';
import { changedMeanwhile } from '../support/held-account';

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

/** Changes the account while a sign-in with a proved password waits for it. */
const whileASignInWaits = (change: string) => changedMeanwhile(app, ann.id, () => signIn().then(({ status }) => status), change);

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
