import { startApp, type TestApp } from '../support/app';
import { traced } from '../support/audit';
import type { Device, Person } from '../support/factories';
import { linkOf, tokenOf } from '../support/mailbox';
import { Uprogress } from '../support/uprogress';
import { Visitor } from '../support/visitor';

const CONFIRM = { subject: 'Please confirm your address' };
const NOTICE = { subject: 'Your e-mail address is about to change' };

let app: TestApp;
let visitor: Visitor;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
  visitor = new Visitor(app.baseUrl);
});
afterAll(() => app?.close());

let serial = 0;
const fresh = () => `changed-${++serial}@example.com`;
const ask = (device: Device, person: Person, newEmail: unknown) => device.post('/v2/users/me/email').send({ newEmail, currentPassword: person.password });
const emailOf = async (device: Device) => ((await device.get('/v2/users/me').expect(200)).body as { email: string }).email;
const confirm = (device: Device, token: string) => device.post('/v2/users/email-confirmations').send({ token });

async function someone(): Promise<{ person: Person; phone: Device }> {
  const person = await app.given.user({ verified: true });
  return { person, phone: await app.given.session(person) };
}

/** A change that was asked for, with what was mailed about it. */
async function asked(): Promise<{ person: Person; phone: Device; newEmail: string; token: string; undo: string }> {
  const { person, phone } = await someone();
  const newEmail = fresh();
  await ask(phone, person, newEmail).expect(202);
  const token = tokenOf(await app.mailbox.waitFor(newEmail, CONFIRM));
  return { person, phone, newEmail, token, undo: linkOf(await app.mailbox.waitFor(person.email, NOTICE)) };
}

describe('POST /v2/users/me/email', () => {
  it('changes the address once the new one is confirmed, and tells the old one', async () => {
    const { person, phone, newEmail, token, undo } = await asked();
    expect(await emailOf(phone)).toBe(person.email);
    expect(undo).toContain('/account/undo-email-change?token=');
    expect((await traced(app, () => confirm(phone, token).expect(204))).map(({ event }) => event)).toEqual(['email_changed']);
    expect(await emailOf(phone)).toBe(newEmail);
  });

  it('needs the password, another address and a minute between two', async () => {
    const { person, phone } = await someone();
    await phone.post('/v2/users/me/email').send({ newEmail: fresh(), currentPassword: 'wrong' }).expect(403);
    await phone.post('/v2/users/me/email').send({ newEmail: fresh() }).expect(400);
    expect((await ask(phone, person, person.email.toUpperCase()).expect(400)).body).toMatchObject({ errors: [{ field: 'newEmail', code: 'unchanged' }] });
    await ask(phone, person, fresh()).expect(202);
    app.clock.advance(40);
    const wait = Number((await ask(phone, person, fresh()).expect(429)).headers['retry-after']);
    expect(wait > 0 && wait <= 20).toBe(true);
    app.clock.advance(wait);
    await ask(phone, person, fresh()).expect(202);
  });

  it.each(['"ann"@example.com', 'ann@example.com\r\nBcc: eve@example.com', 'ann', '', null, 5, ['a@example.com'], { a: 1 }, 'a@b@example.com'])(
    'refuses %j as an address',
    async (newEmail) => {
      const { person, phone } = await someone();
      expect((await ask(phone, person, newEmail).expect(400)).body).toMatchObject({ code: 'invalid_input', errors: [{ field: 'newEmail' }] });
    },
  );

  it('tells a taken address where registration tells it, too', async () => {
    const { person, phone } = await someone();
    const other = await app.given.user();
    expect((await ask(phone, person, other.email.toUpperCase()).expect(409)).body).toMatchObject({ code: 'email_taken' });
  });

  it('takes a look-alike address for another one, and mails each only to itself', async () => {
    const { person, phone } = await someone();
    const victim = await app.given.user({ email: 'mike@example.com' });
    await ask(phone, person, 'mıke@example.com');
    expect(app.mailbox.all(victim.email).filter(({ subject }) => subject === CONFIRM.subject)).toEqual([]);
  });

  it('confirms none but the address that the link was mailed to, in whatever order changes are asked for', async () => {
    const { person, phone } = await someone();
    const own = fresh();
    await ask(phone, person, own).expect(202);
    const token = tokenOf(await app.mailbox.waitFor(own, CONFIRM));
    app.clock.advance(61);
    await Promise.all([ask(phone, person, 'victim-unseen@example.com'), confirm(phone, token)]);
    await confirm(phone, token);
    expect(await emailOf(phone)).not.toBe('victim-unseen@example.com');
  });

  it('confirms none but that address for UProgress, too, where a change goes with the profile', async () => {
    const uprogress = new Uprogress(app);
    const { token: session } = await uprogress.register({ nick: 'racer' });
    const askFor = (email: string) => uprogress.put(session, 'users/racer', { user: { first_name: 'A', last_name: 'B', email } });
    const shown = async () => ((await uprogress.get(session, 'sessions/current').expect(200)).body as { current_user: { email: string } }).current_user.email;
    const own = fresh();
    await askFor(own).expect(200);
    const token = tokenOf(await app.mailbox.waitFor(own, CONFIRM));
    app.clock.advance(61);
    const confirmation = () => app.http.post('/v2/users/email-confirmations').send({ token, password: 'Password123' });
    await Promise.all([askFor('another-unseen@example.com'), confirmation()]);
    await confirmation();
    expect(await shown()).not.toBe('another-unseen@example.com');
  });

  it('leaves no older link of the account working', async () => {
    const { person, phone } = await someone();
    await app.http.post('/v2/password-recovery').send({ email: person.email }).expect(202);
    const recovery = tokenOf(await app.mailbox.waitFor(person.email, { subject: 'Choose a new password' }));
    const newEmail = fresh();
    await ask(phone, person, newEmail).expect(202);
    await confirm(phone, tokenOf(await app.mailbox.waitFor(newEmail, CONFIRM))).expect(204);
    await app.http.post('/v2/password-recovery/confirm').send({ token: recovery, newPassword: 'Brand-New-Horse-1' }).expect(410);
  });

  it('is the same for UProgress: the old address can undo it', async () => {
    const uprogress = new Uprogress(app);
    const { email, token } = await uprogress.register({ nick: 'undoer' });
    await app.http
      .post('/v2/users/email-confirmations')
      .send({ token: tokenOf(await app.mailbox.waitFor(email)), password: 'Password123' })
      .expect(204);
    const newEmail = fresh();
    await uprogress.put(token, 'users/undoer', { user: { first_name: 'A', last_name: 'B', email: newEmail } }).expect(200);
    await app.mailbox.waitFor(newEmail, CONFIRM);
    expect(linkOf(await app.mailbox.waitFor(email, NOTICE))).toContain('/account/undo-email-change');
  });
});

describe('the undo link', () => {
  it('restores the address after the change, ends everything and goes on to a new password; opening it changes nothing', async () => {
    const { person, phone, newEmail, token, undo } = await asked();
    await confirm(phone, token).expect(204);
    app.clock.advance(61);
    await ask(phone, { ...person }, fresh()).expect(202);
    const page = await visitor.open(undo);
    for (const method of ['GET', 'HEAD', 'GET']) expect((await visitor.open(undo, method)).status).toBe(200);
    expect(await emailOf(phone)).toBe(newEmail);
    expect(page.html).toContain(person.email);
    const choose = await visitor.submit(page, {});
    expect(choose).toMatchObject({ status: 200, title: 'Choose a new password', fault: null });
    expect(choose.html).toContain('The change of your address is undone, and every session is ended.');
    expect(choose.html).not.toContain('That session is ended');
    await phone.get('/v2/users/me').expect(401);
    await app.http.post('/v2/auth/sign-in').send({ email: person.email, password: person.password }).expect(401);
    expect(
      await app.db(`SELECT purpose FROM one_time_secrets WHERE used_at IS NULL AND user_id = $1 AND purpose NOT IN ('recovery', 'recovery_code')`, [person.id]),
    ).toEqual([]);
    expect((await visitor.submit(choose, { newPassword: 'Brand-New-Horse-1' })).status).toBe(200);
    await app.http.post('/v2/auth/sign-in').send({ email: person.email, password: 'Brand-New-Horse-1' }).expect(200);
    expect((await visitor.submit(page, {})).status).toBe(410);
  });

  it('stops a change that was not confirmed yet, works for 72 hours and no longer', async () => {
    const { phone, token, undo } = await asked();
    const late = await asked();
    app.clock.advance(72 * 3_600 - 60);
    const page = await visitor.open(undo);
    expect((await visitor.submit(page, {})).status).toBe(200);
    await confirm(phone, token).expect(401);
    await app.http.post('/v2/users/email-confirmations').send({ token, newPassword: 'Brand-New-Horse-1' }).expect(410);
    app.clock.advance(120);
    expect((await visitor.open(late.undo)).status).toBe(410);
  });

  it('gets the address back from whoever registered with it meanwhile and never confirmed it', async () => {
    const { person, phone, token, undo } = await asked();
    await confirm(phone, token).expect(204);
    const squatter = await app.given.user({ email: person.email });
    expect((await visitor.submit(await visitor.open(undo), {})).status).toBe(200);
    expect(await app.db('SELECT id FROM users WHERE lower(email) = lower($1)', [person.email])).toEqual([{ id: person.id }]);
    expect(await app.db('SELECT FROM users WHERE id = $1', [squatter.id])).toEqual([]);
  });

  it('takes the address from nobody who has confirmed it', async () => {
    const { person, phone, token, undo } = await asked();
    await confirm(phone, token).expect(204);
    const owner = await app.given.user({ email: person.email });
    await app.db('UPDATE users SET email_verified_at = now() WHERE id = $1', [owner.id]);
    expect((await visitor.submit(await visitor.open(undo), {})).status).toBe(409);
    expect(await app.db('SELECT id FROM users WHERE lower(email) = lower($1)', [person.email])).toEqual([{ id: owner.id }]);
  });
});

test('with SIGN_UP=verified a taken address is not told: its person is, by mail', async () => {
  const quiet = await startApp({ SIGN_UP: 'verified', DATABASE_URL: app.databaseUrl });
  try {
    const { person } = await someone();
    const other = await app.given.user();
    const phone = await quiet.given.session(person);
    const { body } = await ask(phone, person, other.email).expect(202);
    expect(body).toEqual({});
    expect(await app.db(`SELECT kind FROM outgoing_mails WHERE user_id = $1 AND kind <> 'welcome'`, [other.id])).toEqual([{ kind: 'account_exists' }]);
  } finally {
    await quiet.close();
  }
});
