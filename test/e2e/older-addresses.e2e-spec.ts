import { domainToASCII } from 'node:url';
import { startApp, type TestApp } from '../support/app';
import { AppmixerAdmin } from '../support/appmixer-admin';
import type { Person } from '../support/factories';
import { codeIn, type Mail, tokenOf } from '../support/mailbox';
import { RECOVERY_DOORS } from '../support/recovery-doors';
import { registerSecret } from '../support/secrets';
import { SIGN_IN_DOORS } from '../support/sign-in-doors';

/* Addresses that were taken before the rules of today: nobody can register with one any more, and whoever has one is found by it. */

const RECOVERY = { subject: /^(Choose a new password|Restore password)$/ };
/** A dot that mail programs make of a sign, a capital sharp s, a sign that nobody sees, a label that stands for no letters. */
const OLDER = ['dot@x。example.com', 'cap@STRAẞE.example', 'zw\u200bin@x.example', 'bad@xn--zzzzzzzz.example'];

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off', LEGACY_RECOVERY: 'faithful' });
});
afterAll(() => app?.close());

/** An account whose address is stored as an earlier version has taken it. */
async function personAt(email: string): Promise<Person> {
  const person = await app.given.user();
  await app.db('UPDATE users SET email = $2 WHERE id = $1', [person.id, email]);
  return { ...person, email };
}

/** Where mail programs take the domain to be. */
function mailboxOf(email: string): string {
  const at = email.lastIndexOf('@') + 1;
  return email.slice(0, at) + (domainToASCII(email.slice(at)) || email.slice(at));
}

async function mailAfter(ask: () => Promise<unknown>, email: string): Promise<Mail> {
  const mailbox = mailboxOf(email);
  const before = app.mailbox.all(mailbox).filter(({ subject }) => RECOVERY.subject.test(subject)).length;
  // Past the pause between two mails to one address.
  app.clock.advance(61);
  await ask();
  return app.mailbox.waitFor(mailbox, RECOVERY, before + 1);
}

let serial = 0;
const newPassword = () => `Plum-Kettle-${++serial}-Harbour`;
const signIn = (email: string, password: string) => app.http.post('/v2/auth/sign-in').send({ email, password });

describe.each(OLDER)('the account of %j', (email) => {
  let person: Person;
  beforeAll(async () => {
    person = await personAt(email);
  });

  // Amadis changes the password.
  const doors = [...SIGN_IN_DOORS].sort((a, b) => Number(a.api === 'amadis') - Number(b.api === 'amadis'));
  it('signs in through every API', async () => {
    const answers = [];
    for (const door of doors) answers.push([door.api, door.accepted(await door.prove(app, ` ${email}`, person.password))]);
    expect(answers).toEqual(doors.map(({ api }) => [api, true]));
  });

  it.each(RECOVERY_DOORS.map((door) => [door.api, door] as const))('is recovered through %s', async (_, door) => {
    const password = newPassword();
    const mail = await mailAfter(async () => expect([200, 202]).toContain((await door.ask(app, email)).status), email);
    expect(door.done(await door.reset(app, tokenOf(mail), password))).toBe(true);
    await signIn(email, password).expect(200);
  });

  it('is recovered with the code of the mail', async () => {
    const password = newPassword();
    const mail = await mailAfter(() => app.http.post('/v2/password-recovery').send({ email }).expect(202), email);
    await app.http
      .post('/v2/password-recovery/confirm')
      .send({ email, code: codeIn(mail), newPassword: password })
      .expect(204);
    await signIn(email, password).expect(200);
  });

  it('gets a password by Amadis, and by an admin through Appmixer', async () => {
    const { body } = await app.http.patch('/api/user/v1/resetpassword').send({ email }).expect(200);
    const { data } = body as { data: { email: string; password: string } };
    registerSecret(data.password);
    expect(data.email).toBe(email);
    await signIn(email, data.password).expect(200);
    const [admin, password] = [await AppmixerAdmin.of(app), newPassword()];
    await app.http.post('/user/reset-password').set('authorization', `Bearer ${admin.token}`).send({ email, password }).expect(200);
    await signIn(email, password).expect(200);
  });

  it('is no address to register with, nor to change to', async () => {
    const other = await app.given.user();
    const phone = await app.given.session(other);
    const fault = { errors: [{ field: 'email', code: 'not_an_email' }] };
    const address = `new-${email}`;
    expect((await app.http.post('/v2/users').send({ email: address, password: newPassword() }).expect(400)).body).toMatchObject(fault);
    const registration = { email: address, password: 'Password123', authorization: { platform: 'x', app: 'y' } };
    expect((await app.http.post('/api/v1/registrations').send({ user: registration }).expect(422)).body).toEqual({ errors: { email: ['is invalid'] } });
    const change = { newEmail: address, currentPassword: other.password };
    expect((await phone.post('/v2/users/me/email').send(change).expect(400)).body).toMatchObject({ errors: [{ field: 'newEmail', code: 'not_an_email' }] });
  });
});

const NO_ADDRESS = {
  native: 'not_an_email',
  mixapp: '{"error_code":649',
  uprogress: '{"errors":{"email":["is invalid"]}}',
  appmixer: 'must be an e-mail address',
  pages: 'must be one e-mail address',
};

it.each(['nonsense', 'two@signs@x.example', '"zwin"@x.example', 'mi\u212ae@x.example', 'M\u0130KE@x.example', 'a\u0085b@x.example'])(
  '%j is no address to look for either',
  async (email) => {
    const answers: [string, string][] = [];
    for (const door of RECOVERY_DOORS) answers.push([door.api, (await door.ask(app, email)).text]);
    expect(answers).toEqual(Object.entries(NO_ADDRESS).map(([api, words]) => [api, expect.stringContaining(words)]));
  },
);

it('an address with a capital İ is found by its plain spelling', async () => {
  const { email, password } = await personAt('M\u0130RA@x.example');
  await signIn('mira@x.example', password).expect(200);
  const mail = await mailAfter(() => app.http.post('/v2/password-recovery').send({ email: 'mira@x.example' }).expect(202), email);
  await app.http
    .post('/v2/password-recovery/confirm')
    .send({ token: tokenOf(mail), newPassword: newPassword() })
    .expect(204);
});

it.each([
  ['lost@x.example\u200b', 'lost@x.example'],
  ['lost@xn--mnchen-3ya.example', 'lost@münchen.example'],
])('%j means %j, until an admin gives its account that address', async (email, plain) => {
  const person = await personAt(email);
  await signIn(email, person.password).expect(401);
  const admin = await AppmixerAdmin.of(app);
  await admin.put(await admin.idOf(person), { email: plain }).expect(200);
  await signIn(email, person.password).expect(200);
});
