import { randomBytes } from 'node:crypto';
import { EmailChangeUndo } from '../../src/password-recovery/email-change-undo.service';
import { startApp, type TestApp } from '../support/app';
import { latchkey, resultOf } from '../support/cli';
import { copyOf, createDatabase, type TestDatabase } from '../support/database';
import type { Person, Tokens } from '../support/factories';
import { tokenOf } from '../support/mailbox';
import { readMe } from '../support/pair';

const settings = { LATCHKEY_SECRET: randomBytes(32).toString('base64'), THROTTLE: 'off' };

interface Account extends Person {
  readonly phone: Tokens;
}

let original: TestDatabase;
let copy: TestDatabase;
let restored: TestApp;
let moved: Account;
let robbed: Account;
let undo: string;
let serviceKey: string;

async function account(app: TestApp): Promise<Account> {
  const person = await app.given.user({ verified: true });
  const { sessionId, accessToken, refreshToken } = await app.given.session(person);
  return { ...person, phone: { sessionId, accessToken, refreshToken } };
}

const elsewhere = ({ email }: Person) => `elsewhere-${email}`;
const introspect = (app: TestApp, token: string) =>
  app.http.post('/v2/auth/introspect').set('authorization', `Bearer ${serviceKey}`).type('form').send({ token });

/** Changes the address to another one and confirms it. @returns the token that takes it back */
async function move(app: TestApp, person: Account): Promise<string> {
  const device = app.given.device(person.phone);
  await device
    .post('/v2/users/me/email')
    .send({ newEmail: elsewhere(person), currentPassword: person.password })
    .expect(202);
  const token = tokenOf(await app.mailbox.waitFor(elsewhere(person), { subject: 'Please confirm your address' }));
  await device.post('/v2/users/email-confirmations').send({ token }).expect(204);
  return tokenOf(await app.mailbox.waitFor(person.email, { subject: 'Your e-mail address is about to change' }));
}

async function during(work: (app: TestApp) => Promise<void>): Promise<void> {
  const app = await startApp({ ...settings, DATABASE_URL: original.url });
  try {
    await work(app);
  } finally {
    await app.close();
  }
}

beforeAll(async () => {
  original = await createDatabase();
  await during(async (app) => {
    moved = await account(app);
    robbed = await account(app);
    undo = await move(app, robbed);
    serviceKey = String(resultOf(await latchkey(app.settings, 'service-keys', 'create', 'lost-desk'))['key']);
  });
  copy = await copyOf(original);
  await during(async (app) => {
    await move(app, moved);
    await app.app.get(EmailChangeUndo, { strict: false }).undo(undo);
    resultOf(await latchkey(app.settings, 'service-keys', 'revoke', 'lost-desk'));
    await introspect(app, moved.phone.accessToken).expect(401);
    await readMe(app, moved.phone.accessToken).expect(200);
    // As docs/operations/keys.md says for keys that have leaked.
    await app.db('DELETE FROM signing_keys');
  });
  await during(async (app) => void (await readMe(app, moved.phone.accessToken).expect(401)));
  restored = await startApp({ ...settings, DATABASE_URL: copy.url });
}, 180_000);
afterAll(async () => {
  await restored?.close();
  await copy?.drop();
  await original?.drop();
});

/** Keys and addresses in the table in docs/operations/backup.md, "What a restore brings back to life". */
describe('a service on a restored copy', () => {
  const signIn = (email: string, password: string) => restored.http.post('/v2/auth/sign-in').send({ email, password });

  it('takes what was signed by keys that were deleted since', async () => {
    await readMe(restored, moved.phone.accessToken).expect(200);
  });

  it('takes a service key that was revoked, until it is revoked again', async () => {
    expect((await introspect(restored, moved.phone.accessToken).expect(200)).body).toMatchObject({ active: true });
    resultOf(await latchkey(restored.settings, 'service-keys', 'revoke', 'lost-desk'));
    await introspect(restored, moved.phone.accessToken).expect(401);
  });

  it('has the address from before a change', async () => {
    await signIn(moved.email, moved.password).expect(200);
    await signIn(elsewhere(moved), moved.password).expect(401);
  });

  it('has the changed address where the change was taken back, with the sessions of then; it can be taken back again', async () => {
    await signIn(robbed.email, robbed.password).expect(401);
    await readMe(restored, robbed.phone.accessToken).expect(200);
    await restored.app.get(EmailChangeUndo, { strict: false }).undo(undo);
    await readMe(restored, robbed.phone.accessToken).expect(401);
    expect(await restored.db('SELECT email FROM users WHERE id = $1', [robbed.id])).toEqual([{ email: robbed.email }]);
  });
});
