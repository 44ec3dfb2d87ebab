import { startApp, type TestApp } from '../support/app';
import type { Device, Person } from '../support/factories';
import { linkOf, type Mail, tokenOf } from '../support/mailbox';
import { mailsSettled } from '../support/mails';
import { Uprogress } from '../support/uprogress';
import { Visitor } from '../support/visitor';

/** No mailbox is filled by whoever names its address: one mail a minute, and the answers never tell. */
const PASSWORD = 'Right-Horse-1-Staple';
const CONFIRM = 'Please confirm your address';
const EXISTS = 'You already have an account';
const NOTICE = 'Your e-mail address is about to change';

let app: TestApp;
let quiet: TestApp;
let uprogress: Uprogress;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
  quiet = await startApp({ THROTTLE: 'off', SIGN_UP: 'verified' });
  uprogress = new Uprogress(app);
});
afterAll(async () => {
  await quiet?.close();
  await app?.close();
});

let serial = 0;
const fresh = () => `named-${++serial}@example.com`;

/** Every mail to an address with this subject, once the queue has nothing left to send. */
async function mailed(to: string, subject: string, on = app): Promise<Mail[]> {
  await mailsSettled(on);
  return on.mailbox.all(to).filter((mail) => mail.subject === subject);
}

async function someone(): Promise<{ person: Person; phone: Device }> {
  const person = await app.given.user({ verified: true });
  return { person, phone: await app.given.session(person) };
}
const ask = ({ person, phone }: { person: Person; phone: Device }, newEmail: string) =>
  phone.post('/v2/users/me/email').send({ newEmail, currentPassword: person.password });

describe('SIGN_UP=verified', () => {
  const signUp = (email: string) => quiet.http.post('/v2/users').send({ email, password: PASSWORD });

  it('mails the owner of a registered address once a minute, and answers as it does to anybody', async () => {
    const email = fresh();
    const free = await signUp(email).expect(202);
    quiet.clock.advance(61);
    const told = await signUp(email).expect(202);
    const again = await signUp(email.toUpperCase()).expect(202);
    expect(await mailed(email, EXISTS, quiet)).toHaveLength(1);
    const own = { date: '', 'x-request-id': '' };
    const shown = ({ text, headers }: typeof free) => [text, { ...(headers as object), ...own }];
    for (const answer of [told, again]) expect(shown(answer)).toEqual(shown(free));
    quiet.clock.advance(61);
    await signUp(email).expect(202);
    expect(await mailed(email, EXISTS, quiet)).toHaveLength(2);
  });

  it('lets twenty at once have one mail', async () => {
    const email = fresh();
    await signUp(email).expect(202);
    quiet.clock.advance(61);
    const answers = await Promise.all(Array.from({ length: 20 }, () => signUp(email)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    expect(await mailed(email, EXISTS, quiet)).toHaveLength(1);
  });

  it('never withholds the welcome of a new account', async () => {
    const [thief, email] = [fresh(), fresh()];
    await signUp(thief).expect(202);
    const token = tokenOf(await quiet.mailbox.waitFor(thief));
    await quiet.http.post('/v2/users/email-confirmations').send({ token, password: PASSWORD }).expect(204);
    const phone = await quiet.given.session({ id: '', email: thief, password: PASSWORD, username: null });
    await phone.post('/v2/users/me/email').send({ newEmail: email, currentPassword: PASSWORD }).expect(202);
    await signUp(email).expect(202);
    expect(await mailed(email, 'Welcome to Latchkey: please confirm your address', quiet)).toHaveLength(1);
  });
});

describe('a change of address', () => {
  it('mails the new address once a minute, whoever asks', async () => {
    const newEmail = fresh();
    const [ann, eve] = [await someone(), await someone()];
    await ask(ann, newEmail).expect(202, {});
    await ask(eve, newEmail.toUpperCase()).expect(202, {});
    const [mail, ...more] = await mailed(newEmail, CONFIRM);
    expect(more).toEqual([]);
    expect(await mailed(eve.person.email, NOTICE)).toEqual([]);
    app.clock.advance(61);
    await ask(eve, newEmail).expect(202, {});
    expect(await mailed(newEmail, CONFIRM)).toHaveLength(2);
    await ann.phone
      .post('/v2/users/email-confirmations')
      .send({ token: tokenOf(mail!) })
      .expect(204);
  });

  it('through UProgress, asked for again within the minute, leaves the mailed link working and mails nothing', async () => {
    const { email, token } = await uprogress.register({ nick: 'eager' });
    const newEmail = fresh();
    const put = (address: string) => uprogress.put(token, 'users/eager', { user: { first_name: 'A', last_name: 'B', email: address } }).expect(200);
    await put(newEmail);
    for (const address of [newEmail, newEmail.toUpperCase(), newEmail]) await put(address);
    const [mail, ...more] = await mailed(newEmail, CONFIRM);
    expect(more).toEqual([]);
    expect(await mailed(email, NOTICE)).toHaveLength(1);
    expect((await new Visitor(app.baseUrl).open(linkOf(mail!))).status).toBe(200);
    app.clock.advance(61);
    await put(newEmail);
    expect(await mailed(newEmail, CONFIRM)).toHaveLength(2);
    expect(await mailed(email, NOTICE)).toHaveLength(2);
    const confirmWith = (link: Mail) => app.http.post('/v2/users/email-confirmations').send({ token: tokenOf(link), password: 'Password123' });
    await confirmWith(mail!).expect(410);
    await confirmWith((await mailed(newEmail, CONFIRM))[0]!).expect(204);
  });

  it('to another address within the minute mails that one, and a mistyped one confirms no more', async () => {
    const { email, token } = await uprogress.register({ nick: 'typist' });
    await app.db('UPDATE users SET email_verified_at = now() WHERE email = $1', [email]);
    const [mistyped, meant] = [fresh(), fresh()];
    const put = (address: string) => uprogress.put(token, 'users/typist', { user: { first_name: 'A', last_name: 'B', email: address } }).expect(200);
    await put(mistyped);
    const [wrong] = await mailed(mistyped, CONFIRM);
    await put(meant);
    const [right] = await mailed(meant, CONFIRM);
    const confirm = (mail: Mail) => app.http.post('/v2/users/email-confirmations').send({ token: tokenOf(mail), password: 'Password123' });
    await confirm(wrong!).expect(410);
    // One notice tells of both; its link takes either back.
    const [notice, ...more] = await mailed(email, NOTICE);
    expect(more).toEqual([]);
    expect(linkOf(notice!)).toContain('/account/undo-email-change');
    await put(mistyped);
    await confirm(right!).expect(410);
  });

  it('to a taken address mails its owner once a minute, and answers as to a free one', async () => {
    const owner = await app.given.user();
    const { token } = await uprogress.register({ nick: 'curious' });
    const put = (address: string) => uprogress.put(token, 'users/curious', { user: { first_name: 'A', last_name: 'B', email: address } }).expect(200);
    const [first, second] = [await put(owner.email), await put(owner.email)];
    const free = fresh();
    const [other, again] = [await put(free), await put(free)];
    expect([first.text, second.text, again.text]).toEqual([other.text, other.text, other.text]);
    expect(await mailed(owner.email, EXISTS)).toHaveLength(1);
    app.clock.advance(61);
    await put(owner.email);
    expect(await mailed(owner.email, EXISTS)).toHaveLength(2);
  });
});
