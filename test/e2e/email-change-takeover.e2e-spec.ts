import { AppmixerAdmin } from '../support/appmixer-admin';
import { startApp, type TestApp } from '../support/app';
import type { Device, Person } from '../support/factories';
import { changedMeanwhile } from '../support/held-account';
import { linkOf, tokenOf } from '../support/mailbox';
import { Visitor } from '../support/visitor';

/* Whoever reads the mail of one of the two addresses of a change, and has nothing else, gets into no account that is not theirs. */

const CONFIRM = { subject: 'Please confirm your address' };
const NOTICE = { subject: 'Your e-mail address is about to change' };
const NEW = 'Brand-New-Horse-1';

let app: TestApp;
let visitor: Visitor;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
  visitor = new Visitor(app.baseUrl);
});
afterAll(() => app?.close());

let serial = 0;
const fresh = () => `takeover-${++serial}@example.com`;
const confirm = (body: object, headers = {}) => app.http.post('/v2/users/email-confirmations').set(headers).send(body);
const signIn = (email: string, password: string) => app.http.post('/v2/auth/sign-in').send({ email, password });
const disable = (person: Person, to: string) => app.db(`UPDATE users SET disabled_at = ${to} WHERE id = $1`, [person.id]);

async function asked(verified = true): Promise<{ person: Person; phone: Device; newEmail: string; link: string; token: string }> {
  const person = await app.given.user({ verified });
  const phone = await app.given.session(person);
  const newEmail = fresh();
  await phone.post('/v2/users/me/email').send({ newEmail, currentPassword: person.password }).expect(202);
  const link = linkOf(await app.mailbox.waitFor(newEmail, CONFIRM));
  return { person, phone, newEmail, link, token: tokenOf(await app.mailbox.waitFor(newEmail, CONFIRM)) };
}

const undoOf = async ({ email }: Person) => linkOf(await app.mailbox.waitFor(email, NOTICE));

describe('the link to the new address', () => {
  it('gives nobody the account who has neither its session nor its password', async () => {
    const { person, phone, token, link } = await asked();
    expect((await confirm({ token, newPassword: NEW }).expect(403)).body).toMatchObject({ code: 'proof_required' });
    const page = await visitor.open(link);
    expect(page.html).not.toContain('name="newPassword"');
    expect(page.html).toContain('/account/recover"');
    expect((await phone.get('/v2/users/me').expect(200)).body).toMatchObject({ email: person.email });
    await signIn(person.email, person.password).expect(200);
    await confirm({ token, password: person.password }).expect(204);
  });

  it('sets no password beside its proof, and says so', async () => {
    const { person, phone, token } = await asked();
    const { body } = await phone.post('/v2/users/email-confirmations').send({ token, newPassword: NEW }).expect(400);
    expect(body).toMatchObject({ errors: [{ field: 'newPassword', code: 'not_expected' }] });
    await signIn(person.email, person.password).expect(200);
  });

  it('is spent while the account is disabled, as is a link to recover it', async () => {
    const { person, phone, token } = await asked();
    await app.http.post('/v2/password-recovery').send({ email: person.email }).expect(202);
    const recovery = tokenOf(await app.mailbox.waitFor(person.email, { subject: 'Choose a new password' }));
    await disable(person, 'now()');
    await confirm({ token, password: person.password }).expect(410);
    await app.http.post('/v2/password-recovery/confirm').send({ token: recovery, newPassword: NEW }).expect(410);
    await disable(person, 'NULL');
    expect((await phone.get('/v2/users/me').expect(200)).body).toMatchObject({ email: person.email });
    await signIn(person.email, person.password).expect(200);
  });
});

test('a first address is confirmed with a new password beside the session, which it ends', async () => {
  const person = await app.given.user();
  const phone = await app.given.session(person);
  const token = tokenOf(await app.mailbox.waitFor(person.email));
  await phone.post('/v2/users/email-confirmations').send({ token, newPassword: NEW }).expect(204);
  await phone.get('/v2/users/me').expect(401);
  await signIn(person.email, person.password).expect(401);
  await signIn(person.email, NEW).expect(200);
});

describe('the notice to the old address', () => {
  it('has no link that gives the account away where the address was never confirmed: it may be a stranger’s', async () => {
    const { person } = await asked(false);
    const notice = await app.mailbox.waitFor(person.email, NOTICE);
    expect(notice.links.filter((link) => link.includes('undo-email-change'))).toEqual([]);
    expect(await app.db(`SELECT FROM one_time_secrets WHERE user_id = $1 AND purpose = 'email_change_undo'`, [person.id])).toEqual([]);
  });

  it('is worthless once an admin has given the account another address', async () => {
    const { person } = await asked();
    const undo = await undoOf(person);
    const admin = await AppmixerAdmin.of(app);
    await admin.put(await admin.idOf(person), { email: fresh() }).expect(200);
    expect((await visitor.open(undo)).status).toBe(410);
  });

  it('is there, with its undo, where an admin changes the own address', async () => {
    const boss = await app.given.admin();
    await app.db('UPDATE users SET email_verified_at = now() WHERE id = $1', [boss.id]);
    const admin = await AppmixerAdmin.of(app);
    const { body } = await app.http.post('/user/auth').send({ username: boss.email, password: boss.password }).expect(200);
    await admin.put(await admin.idOf(boss), { email: fresh() }, (body as { token: string }).token).expect(200);
    expect((await visitor.submit(await visitor.open(await undoOf(boss)), {})).status).toBe(200);
    expect(await app.db('SELECT email FROM users WHERE id = $1', [boss.id])).toEqual([{ email: boss.email }]);
  });

  it('tells the address that loses the account by its undo', async () => {
    const { person, newEmail, token } = await asked();
    await confirm({ token, password: person.password }).expect(204);
    expect((await visitor.submit(await visitor.open(await undoOf(person)), {})).status).toBe(200);
    expect((await app.mailbox.waitFor(newEmail, { subject: 'The change of your e-mail address was undone' })).links).toEqual([]);
  });

  it('says before its undo that it deletes an account which was registered with the address', async () => {
    const { person, token } = await asked();
    await confirm({ token, password: person.password }).expect(204);
    const undo = await undoOf(person);
    const words = 'Restoring the address deletes that account.';
    expect((await visitor.open(undo)).html).not.toContain(words);
    const other = await app.given.user({ email: person.email });
    expect((await visitor.open(undo)).html).toContain(words);
    await app.db('UPDATE users SET email_verified_at = now() WHERE id = $1', [other.id]);
    const page = await visitor.open(undo);
    expect([page.html.includes(words), (await visitor.submit(page, {})).status]).toEqual([false, 409]);
  });

  it.each([
    ['confirmed the address', 'UPDATE users SET email_verified_at = now() WHERE id = $1'],
    ['moved to another one', `UPDATE users SET email = 'moved-' || email, email_verified_at = now() WHERE id = $1`],
  ])('deletes no account that has %s meanwhile', async (_, change) => {
    const { person, token } = await asked();
    await confirm({ token, password: person.password }).expect(204);
    const page = await visitor.open(await undoOf(person));
    const other = await app.given.user({ email: person.email });
    expect((await changedMeanwhile(app, other.id, () => visitor.submit(page, {}), change)).status).toBe(409);
    expect(await app.db('SELECT id FROM users WHERE id = $1', [other.id])).toEqual([{ id: other.id }]);
  });
});

test('a change to the address of an account that is being erased goes to the free address', async () => {
  const quiet = await startApp({ SIGN_UP: 'verified', DATABASE_URL: app.databaseUrl, THROTTLE: 'off' });
  try {
    const [owner, person] = [await app.given.user(), await app.given.user({ verified: true })];
    const phone = await quiet.given.session(person);
    const change = () => phone.post('/v2/users/me/email').send({ newEmail: owner.email, currentPassword: person.password });
    const erased = 'DELETE FROM users WHERE id = $1';
    expect((await changedMeanwhile(app, owner.id, change, erased, `${erased} RETURNING id`)).status).toBe(202);
    await app.mailbox.waitFor(owner.email, CONFIRM);
  } finally {
    await quiet.close();
  }
});
