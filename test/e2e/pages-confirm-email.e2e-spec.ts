import { EmailChange } from '../../src/auth/email-change.service';
import { startApp, type TestApp } from '../support/app';
import type { NewPerson, Person } from '../support/factories';
import { linkOf } from '../support/mailbox';
import { Visitor } from '../support/visitor';

const NEW_PASSWORD = 'A-Brand-New-Horse-1';

let app: TestApp;
let visitor: Visitor;
beforeAll(async () => {
  app = await startApp();
  visitor = new Visitor(app.baseUrl);
});
afterAll(() => app?.close());

async function personWithLink(account: NewPerson = {}): Promise<{ person: Person; link: string }> {
  const person = await app.given.user(account);
  return { person, link: linkOf(await app.mailbox.waitFor(person.email, { subject: /^Welcome/ })) };
}

async function isVerified({ id }: Person): Promise<boolean> {
  const [row] = await app.db<{ verified: boolean }>('SELECT email_verified_at IS NOT NULL AS verified FROM users WHERE id = $1', [id]);
  return row!.verified;
}

test('with the password of the account, which stays signed in', async () => {
  const { person, link } = await personWithLink();
  const phone = await app.given.session(person);
  const page = await visitor.open(link);
  expect(page).toMatchObject({ status: 200, title: 'Confirm your address', fault: null });
  expect(await visitor.submit(page, { password: person.password })).toMatchObject({ status: 200, title: 'Your address is confirmed' });
  await phone.get('/v2/users/me').expect(200, /"emailVerified":true/);
});

test('a mail scanner that opens the link confirms nothing', async () => {
  const { person, link } = await personWithLink();
  for (const method of ['GET', 'GET', 'GET', 'HEAD']) expect((await visitor.open(link, method)).status).toBe(200);
  expect(await isVerified(person)).toBe(false);
  expect((await visitor.submit(await visitor.open(link), { password: person.password })).status).toBe(200);
});

test('a wrong password is told on the form again, and the right one still works', async () => {
  const { person, link } = await personWithLink();
  const again = await visitor.submit(await visitor.open(link), { password: 'Not-My-Horse-1' });
  expect(again).toMatchObject({ status: 403, title: 'Confirm your address', fault: 'The password is wrong.' });
  expect(await isVerified(person)).toBe(false);
  expect((await visitor.submit(again, { password: person.password })).status).toBe(200);
  expect(await isVerified(person)).toBe(true);
});

test('without any proof nothing is confirmed', async () => {
  const { person, link } = await personWithLink();
  const page = await visitor.open(link);
  for (const values of [{ password: '' }, { newPassword: '' }] as Record<string, string>[]) {
    expect(await visitor.submit(page, values)).toMatchObject({ status: 403, fault: 'Enter the password of the account, or choose a new one.' });
  }
  expect(await isVerified(person)).toBe(false);
});

test('with a new password every session ends, so an account that somebody made in advance is worth nothing to them', async () => {
  const { person, link } = await personWithLink();
  const stranger = await app.given.session(person);
  const page = await visitor.open(link);
  const again = await visitor.submit(page, { newPassword: 'short' });
  expect(again).toMatchObject({ status: 400, fault: 'The new password must be at least 8 characters long.' });
  expect(again.html).toContain('<details open>');
  await stranger.get('/v2/users/me').expect(200);

  expect(await visitor.submit(again, { newPassword: NEW_PASSWORD })).toMatchObject({ status: 200, title: 'Your address is confirmed' });
  await stranger.get('/v2/users/me').expect(401);
  await app.http.post('/v2/auth/sign-in').send({ email: person.email, password: person.password }).expect(401);
  await app.http
    .post('/v2/auth/sign-in')
    .send({ email: person.email, password: NEW_PASSWORD })
    .expect(200, /"emailVerified":true/);
});

test('a used link and one past its day are dead', async () => {
  const { person, link } = await personWithLink();
  const form = await visitor.open(link);
  await visitor.submit(form, { password: person.password });
  for (const page of [await visitor.open(link), await visitor.submit(form, { password: person.password })]) {
    expect(page).toMatchObject({ status: 410, title: 'This link no longer works' });
    expect(page.html).toContain('The app can send you another.');
  }

  const late = await personWithLink();
  app.clock.advance(86_401);
  expect((await visitor.open(late.link)).status).toBe(410);
});

test('guessing passwords ends with a wait, told on a page', async () => {
  const { person, link } = await personWithLink();
  const form = await visitor.open(link);
  for (let guess = 0; guess < 10; guess++) expect((await visitor.submit(form, { password: `Guess-${guess}-Horse` })).status).toBe(403);
  const locked = await visitor.submit(form, { password: person.password });
  expect(locked).toMatchObject({ status: 429, title: 'Please try again later' });
  expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await isVerified(person)).toBe(false);
});

test('a change to an address that another account took meanwhile is refused, the old address stays', async () => {
  const person = await app.given.user({ verified: true });
  await app.app.get(EmailChange, { strict: false }).requestUnproved(person.id, 'taken-meanwhile@example.com');
  const link = linkOf(await app.mailbox.waitFor('taken-meanwhile@example.com', { subject: 'Please confirm your address' }));
  await app.given.user({ email: 'taken-meanwhile@example.com' });
  const page = await visitor.submit(await visitor.open(link), { password: person.password });
  expect(page).toMatchObject({ status: 409, title: 'That did not work' });
  await app.http.post('/v2/auth/sign-in').send({ email: person.email, password: person.password }).expect(200);
});

test('a change of the address happens when the new one is confirmed', async () => {
  const person = await app.given.user({ verified: true });
  await app.app.get(EmailChange, { strict: false }).requestUnproved(person.id, 'moved@example.com');
  const link = linkOf(await app.mailbox.waitFor('moved@example.com', { subject: 'Please confirm your address' }));
  expect((await visitor.submit(await visitor.open(link), { password: person.password })).status).toBe(200);
  await app.http.post('/v2/auth/sign-in').send({ email: 'moved@example.com', password: person.password }).expect(200);
});
