import { EmailChange } from '../../src/auth/email-change.service';
import { startApp, type TestApp } from '../support/app';
import type { Device, Person } from '../support/factories';
import { logOf } from '../support/log-lines';
import { linkOf, type Mail, tokenOf } from '../support/mailbox';
import { storeOf } from '../support/store';
import { Visitor } from '../support/visitor';
import { within } from '../support/within';

const SUBJECT = 'New sign-in to your account';
const NEW_PASSWORD = 'A-Brand-New-Horse-1';
const DAY = 86_400;

let app: TestApp;
let visitor: Visitor;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
  visitor = new Visitor(app.baseUrl);
});
afterAll(() => app?.close());

const me = (device: Device, status: number) => device.get('/v2/users/me').expect(status);

/** A person on a phone of their own, a stranger who has signed in too, and the notice of that. */
async function intruded(label = "Eve's laptop"): Promise<{ person: Person; own: Device; strange: Device; notice: Mail; link: string }> {
  const person = await app.given.user();
  const own = await app.given.session(person);
  const strange = await app.given.session(person, { label });
  const notice = await app.mailbox.waitFor(person.email, { subject: SUBJECT });
  return { person, own, strange, notice, link: linkOf(notice) };
}

test('opening the page says which sign-in it was and changes nothing', async () => {
  const { own, strange, link } = await intruded();
  const before = await storeOf(app);
  for (const method of ['GET', 'GET', 'GET', 'HEAD']) expect((await visitor.open(link, method)).status).toBe(200);
  expect(await storeOf(app)).toEqual(before);
  const page = await visitor.open(link);
  expect(page.title).toBe('Was this you?');
  expect(page.html).toMatch(/<dt>When<\/dt><dd>just now \(\d+ \w+ \d{4} at \d\d:\d\d UTC\)<\/dd>/);
  expect(page.html).toContain('<dt>Device</dt><dd>Eve&#x27;s laptop</dd>');
  expect(page.html).toContain('<dt>IP address</dt><dd>127.0.0.1</dd>');
  expect(page.forms).toHaveLength(1);
  for (const device of [own, strange]) await me(device, 200);
});

test('the button ends that session alone and leads to a new password, which ends all', async () => {
  const { person, own, strange, link } = await intruded();
  const choose = await visitor.submit(await visitor.open(link), {});
  expect(choose).toMatchObject({ status: 200, title: 'Choose a new password', fault: null });
  expect(choose.html).toContain('That session is ended.');
  await me(strange, 401);
  await app.http.post('/v2/auth/refresh').send({ refreshToken: strange.refreshToken }).expect(401);
  await me(own, 200);

  const short = await visitor.submit(choose, { newPassword: 'short' });
  expect([short.status, short.fault]).toEqual([400, expect.stringContaining('The new password')]);
  expect(await visitor.submit(choose, { newPassword: NEW_PASSWORD })).toMatchObject({ status: 200, title: 'Your password is changed' });
  await me(own, 401);
  await app.http.post('/v2/auth/sign-in').send({ email: person.email, password: person.password }).expect(401);
  await app.http.post('/v2/auth/sign-in').send({ email: person.email, password: NEW_PASSWORD }).expect(200);
});

test('a link works once: a second press, and 8 at once, get one new password form in all', async () => {
  const { link } = await intruded();
  const page = await visitor.open(link);
  const answers = await Promise.all(Array.from({ length: 8 }, () => visitor.submit(page, {})));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 7 }, () => 410)]);
  const again = await visitor.submit(page, {});
  expect(again).toMatchObject({ status: 410, title: 'This link no longer works' });
  expect(again.link('Choose a new password')).toBe(`${app.baseUrl}/account/recover`);
  expect((await visitor.open(link)).status).toBe(410);
});

test('a session that has ended already is no fault', async () => {
  const { strange, link } = await intruded();
  await strange.post('/v2/auth/sign-out').expect(204);
  expect(await visitor.submit(await visitor.open(link), {})).toMatchObject({ status: 200, title: 'Choose a new password' });
});

test('after a new password the link still works', async () => {
  const { person, own, link } = await intruded();
  await own.put('/v2/users/me/password').send({ currentPassword: person.password, newPassword: NEW_PASSWORD }).expect(204);
  expect(await visitor.submit(await visitor.open(link), {})).toMatchObject({ status: 200, title: 'Choose a new password' });
  await me(own, 200);
});

test('a link lives seven days', async () => {
  const { strange, link } = await intruded();
  const page = await visitor.open(link);
  app.clock.advance(7 * DAY - 60);
  expect((await visitor.open(link)).html).toMatch(/<dt>When<\/dt><dd>6 days ago \(/);
  app.clock.advance(120);
  expect((await visitor.open(link)).status).toBe(410);
  expect((await visitor.submit(page, {})).status).toBe(410);
  expect(await app.db('SELECT end_reason FROM sessions WHERE id = $1', [strange.sessionId])).toEqual([{ end_reason: null }]);
});

test('the mailbox of an address that the account no longer has can do nothing with its link', async () => {
  const { person, own, link } = await intruded();
  const newEmail = `moved-${person.email}`;
  await app.app.get(EmailChange, { strict: false }).requestUnproved(person.id, newEmail);
  const token = tokenOf(await app.mailbox.waitFor(newEmail, { subject: /confirm/ }));
  await own.post('/v2/users/email-confirmations').send({ token }).expect(204);
  expect((await visitor.open(link)).status).toBe(410);
});

test('nothing is done for a disabled account', async () => {
  const { person, link } = await intruded();
  const page = await visitor.open(link);
  await app.db('UPDATE users SET disabled_at = now() WHERE id = $1', [person.id]);
  const before = await storeOf(app);
  expect((await visitor.submit(page, {})).status).toBe(410);
  expect(await storeOf(app)).toEqual(before);
});

test('the token is good for nothing else, and no other token is good here', async () => {
  const { person, own, notice } = await intruded();
  const token = tokenOf(notice);
  for (const path of ['recover/confirm', 'confirm-email', 'recovery-request']) expect((await visitor.open(`/account/${path}?token=${token}`)).status).toBe(410);
  await app.http.post('/v2/password-recovery/confirm').send({ token, newPassword: NEW_PASSWORD }).expect(410);
  await app.http.post('/v2/password-recovery').send({ email: person.email }).expect(202);
  const recovery = tokenOf(await app.mailbox.waitFor(person.email, { subject: 'Choose a new password' }));
  for (const other of [recovery, 'x'.repeat(43)]) expect((await visitor.open(`/account/not-me?token=${other}`)).status).toBe(410);
  expect((await visitor.open(`/account/not-me?token=${own.accessToken}`)).status).toBe(400);
  const form = new URLSearchParams({ token: recovery }).toString();
  expect((await visitor.post('/account/not-me', form, { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(410);
  await me(own, 200);
});

test('a form that another site posts is refused, and the link stays good', async () => {
  const { strange, link } = await intruded();
  const page = await visitor.open(link);
  const refused = await visitor.submit(page, {}, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' });
  expect([refused.status, refused.html.includes('The form was sent from another site.')]).toEqual([403, true]);
  const line = expect.objectContaining({ status: 403, code: 'foreign_form' }) as object;
  await within(2_000, () => Promise.resolve(expect(logOf(app).lines()).toContainEqual(line)));
  await me(strange, 200);
  expect((await visitor.submit(page, {})).status).toBe(200);
});

test('what a device says of itself is inert on the page', async () => {
  const { link } = await intruded(`{{7*7}}<b>x</b>"`);
  const { html } = await visitor.open(link);
  expect(html).toContain('<dd>{{7*7}}&lt;b&gt;x&lt;/b&gt;&quot;</dd>');
  expect(html).not.toContain('<b>');
});
