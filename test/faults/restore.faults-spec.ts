import { randomBytes } from 'node:crypto';
import { decode } from 'jsonwebtoken';
import { startApp, type TestApp } from '../support/app';
import { latchkey, resultOf } from '../support/cli';
import { copyOf, createDatabase, run, type TestDatabase } from '../support/database';
import type { Person, Tokens } from '../support/factories';
import { tokenOf } from '../support/mailbox';
import { readMe, refreshAt } from '../support/pair';
import { within } from '../support/within';

const CHANGED = 'Another-Horse-Since-Then';
const settings = { LATCHKEY_SECRET: randomBytes(32).toString('base64'), THROTTLE: 'off' };

const ROLES = ['signedOut', 'changed', 'disabled', 'admin', 'erased', 'linked', 'written', 'refreshed', 'signer', 'quiet'] as const;
type Role = (typeof ROLES)[number];
interface Account extends Person {
  /** Of a device that was signed in when the copy was made. */
  readonly phone: Tokens;
}

let original: TestDatabase;
let copy: TestDatabase;
let restored: TestApp;
const accounts = new Map<Role, Account>();
const the = (role: Role): Account => accounts.get(role)!;
let link: string;
let begunSince: Tokens;
let latest: Tokens;
let signedByNewKey: string;

/** Everything that a copy is made of: accounts, sessions, a mailed link, and a mail on its way. */
async function arrange(): Promise<void> {
  const app = await startApp({ ...settings, DATABASE_URL: original.url });
  for (const role of ROLES) {
    const person = role === 'admin' ? await app.given.admin() : await app.given.user();
    const { sessionId, accessToken, refreshToken } = await app.given.session(person);
    accounts.set(role, { ...person, phone: { sessionId, accessToken, refreshToken } });
  }
  await app.http
    .post('/v2/password-recovery')
    .send({ email: the('linked').email })
    .expect(202);
  await within(5_000, async () => {
    link = tokenOf(await app.mailbox.waitFor(the('linked').email, { subject: /password/i }));
    expect(await app.db(`SELECT id FROM outgoing_mails WHERE state = 'waiting'`)).toEqual([]);
  });
  await app.db(`UPDATE outgoing_mails SET state = 'waiting', sent_at = NULL, taken_until = NULL, due_at = now() WHERE kind = 'welcome' AND user_id = $1`, [
    the('written').id,
  ]);
  await app.close();
}

/** What happens after the copy was made, which a restore takes back. */
async function goOn(): Promise<void> {
  const app = await startApp({ ...settings, DATABASE_URL: original.url });
  try {
    const device = (role: Role) => app.given.device(the(role).phone);
    await device('signedOut').post('/v2/auth/sign-out').expect(204);
    const { email, password } = the('changed');
    const other = await app.given.session(the('changed'));
    await other.put('/v2/users/me/password').send({ currentPassword: password, newPassword: CHANGED }).expect(204);
    await readMe(app, the('changed').phone.accessToken).expect(401);
    begunSince = await app.given.session({ ...the('changed'), email, password: CHANGED });
    resultOf(await latchkey(app.settings, 'users', 'disable', the('disabled').email));
    resultOf(await latchkey(app.settings, 'users', 'set-scopes', the('admin').email, 'user'));
    await device('erased')
      .delete('/v2/users/me')
      .send({ currentPassword: the('erased').password })
      .expect(204);
    await app.http.post('/v2/password-recovery/confirm').send({ token: link, newPassword: CHANGED }).expect(204);
    await app.mailbox.waitFor(the('written').email);
    latest = (await refreshAt(app, the('refreshed').phone.refreshToken).expect(200)).body as Tokens;
    // The key that takes over at the first rotation was published long before, so the copy has it.
    for (let turn = 0; turn < 2; turn++) resultOf(await latchkey(app.settings, 'keys', 'rotate'));
    const known = (await run<{ id: string }>(copy.url, 'SELECT id FROM signing_keys')).map(({ id }) => id);
    let { refreshToken } = the('signer').phone;
    await within(5_000, async () => {
      ({ refreshToken, accessToken: signedByNewKey } = (await refreshAt(app, refreshToken).expect(200)).body as Tokens);
      expect(known).not.toContain(decode(signedByNewKey, { complete: true })?.header.kid);
    });
  } finally {
    await app.close();
  }
}

beforeAll(async () => {
  original = await createDatabase();
  await arrange();
  copy = await copyOf(original);
  await goOn();
  restored = await startApp({ ...settings, DATABASE_URL: copy.url });
}, 180_000);
afterAll(async () => {
  await restored?.close();
  await copy?.drop();
  await original?.drop();
});

/** The table in docs/operations/backup.md, "What a restore brings back to life", line by line. */
describe('a service on a restored copy', () => {
  const signIn = (role: Role, password = the(role).password) => restored.http.post('/v2/auth/sign-in').send({ email: the(role).email, password });

  it.each<Role>(['signedOut', 'changed', 'disabled', 'admin', 'erased', 'linked'])('lets the ended session live again: %s', async (role) => {
    await readMe(restored, the(role).phone.accessToken).expect(200);
  });

  it('takes the old password again, and not the new one', async () => {
    await signIn('changed', CHANGED).expect(401);
    await signIn('changed').expect(200);
  });

  it('has accounts enabled that were disabled, scopes that were taken away, and people who were erased', async () => {
    await signIn('disabled').expect(200);
    await signIn('erased').expect(200);
    const { body } = await readMe(restored, the('admin').phone.accessToken).expect(200);
    expect((body as { scopes: string[] }).scopes).toContain('admin');
  });

  it('takes a mailed link that was used, once more', async () => {
    const spend = () => restored.http.post('/v2/password-recovery/confirm').send({ token: link, newPassword: CHANGED });
    await spend().expect(204);
    await spend().expect(410);
  });

  it('sends the mails again that waited in the copy, and no other', async () => {
    await restored.mailbox.waitFor(the('written').email);
    const again = restored.mailbox.all().filter(({ subject, to }) => /welcome/i.test(subject) && !to.includes(the('written').email));
    expect(again).toEqual([]);
  });

  it('knows nothing of sessions begun since', async () => {
    await readMe(restored, begunSince.accessToken).expect(401);
    const { body } = await refreshAt(restored, begunSince.refreshToken).expect(401);
    expect(body).toMatchObject({ code: 'refresh_token_invalid' });
  });

  it('takes the refresh token of a session used since for a copy, and ends the session', async () => {
    await readMe(restored, the('refreshed').phone.accessToken).expect(200);
    const { body } = await refreshAt(restored, latest.refreshToken).expect(401);
    expect(body).toMatchObject({ code: 'refresh_token_reused' });
    await readMe(restored, the('refreshed').phone.accessToken).expect(401);
  });

  it('refuses what was signed by a key made since, though the session lives', async () => {
    await readMe(restored, the('signer').phone.accessToken).expect(200);
    const { body } = await readMe(restored, signedByNewKey).expect(401);
    expect(body).toMatchObject({ code: 'token_invalid' });
  });

  it('has nobody signed in any more after `users end-sessions --all`', async () => {
    const living = ROLES.filter((role) => !['linked', 'refreshed'].includes(role));
    for (const role of living) await readMe(restored, the(role).phone.accessToken).expect(200);
    const { endedSessions } = resultOf(await latchkey(restored.settings, 'users', 'end-sessions', '--all'));
    expect(endedSessions).toBeGreaterThanOrEqual(living.length);
    for (const role of ROLES) {
      await within(1_000, () => readMe(restored, the(role).phone.accessToken).expect(401));
      await refreshAt(restored, the(role).phone.refreshToken).expect(401);
    }
    expect(await restored.db('SELECT id FROM sessions WHERE ended_at IS NULL')).toEqual([]);
    await signIn('quiet').expect(200);
  });
});
