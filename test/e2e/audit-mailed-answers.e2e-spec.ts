import { startApp, type TestApp } from '../support/app';
import { type Trace, traced } from '../support/audit';
import type { Person } from '../support/factories';
import { linkOf, tokenOf } from '../support/mailbox';
import { Uprogress } from '../support/uprogress';
import { Visitor } from '../support/visitor';

/** What people answer to mails, by pages and APIs, is in the audit trail: who, from where, by which API, about what. */
let app: TestApp;
let visitor: Visitor;
beforeAll(async () => {
  app = await startApp({ LEGACY_RECOVERY: 'safe', THROTTLE: 'off', TRUST_PROXY: '127.0.0.1' });
  visitor = new Visitor(app.baseUrl, { 'x-forwarded-for': IP, 'user-agent': AGENT });
});
afterAll(() => app?.close());

const IP = '203.0.113.77';
const AGENT = 'Mailreader/1.0';
const BY_PAGE = {
  at: expect.any(Date) as Date,
  outcome: 'success',
  actor: 'self',
  actorId: null,
  session: null,
  api: 'pages',
  ip: IP,
  agent: AGENT,
  request: expect.any(String) as string,
  facts: {},
};

/** Opens what the mail leads to and answers; opening alone leaves nothing in the trail. @returns what the answer left */
async function answered(link: string, values: Record<string, string>): Promise<Trace[]> {
  expect(await traced(app, () => visitor.open(link))).toEqual([]);
  const page = await visitor.open(link);
  return traced(app, async () => expect((await visitor.submit(page, values)).status).toBe(200));
}

/** A reset that an app waits for, asked for in the visitor's network, and the page of its mail. */
async function openRequest(person: Person): Promise<string> {
  await app.http
    .post('/api/v1/sessions/restore_password')
    .set('x-forwarded-for', IP)
    .send({ user: { email: person.email } })
    .expect(200);
  return `/account/recovery-request?token=${tokenOf(await app.mailbox.waitFor(person.email, { subject: 'Restore password' }))}`;
}

async function changeAsked(person: Person): Promise<{ newEmail: string; trail: Trace[] }> {
  const newEmail = `new-${person.email}`;
  const phone = await app.given.session(person);
  const trail = await traced(app, () => phone.post('/v2/users/me/email').send({ newEmail, currentPassword: person.password }).expect(202));
  return { newEmail, trail };
}

test('the confirmation of an address', async () => {
  const person = await app.given.user();
  const trail = await answered(linkOf(await app.mailbox.waitFor(person.email)), { password: person.password });
  expect(trail).toEqual([{ ...BY_PAGE, event: 'email_confirmed', subject: person.id }]);
});

test('a link that is used up, on its page', async () => {
  const person = await app.given.user();
  const link = linkOf(await app.mailbox.waitFor(person.email));
  const page = await visitor.open(link);
  await answered(link, { password: person.password });
  const failed = { ...BY_PAGE, outcome: 'failure', actor: 'anonymous', subject: person.id, facts: { proof: 'link' } };
  expect(await traced(app, () => visitor.submit(page, { password: person.password }))).toEqual([{ ...failed, event: 'email_confirmation_failed' }]);
  await app.http.post('/v2/password-recovery').send({ email: person.email }).expect(202);
  const recovery = await visitor.open(linkOf(await app.mailbox.waitFor(person.email, { subject: 'Choose a new password' })));
  await visitor.submit(recovery, { newPassword: 'Staple-Battery-2-Horse' });
  const again = await traced(app, () => visitor.submit(recovery, { newPassword: 'Staple-Battery-3-Horse' }));
  expect(again).toEqual([{ ...failed, event: 'recovery_failed' }]);
});

test('a Yes and a No to a reset that an app waits for', async () => {
  const person = await app.given.user();
  const page = await openRequest(person);
  expect(await answered(page, { answer: 'yes' })).toEqual([{ ...BY_PAGE, event: 'recovery_approved', subject: person.id }]);
  expect(await answered(page, { answer: 'no' })).toEqual([{ ...BY_PAGE, event: 'recovery_denied', subject: person.id }]);
});

test('a Yes that may not be given leaves nothing', async () => {
  const person = await app.given.user();
  const page = await visitor.open(await openRequest(person));
  const elsewhere = new Visitor(app.baseUrl, { 'x-forwarded-for': '198.51.100.1' });
  expect(await traced(app, async () => expect((await elsewhere.submit(page, { answer: 'yes' })).status).toBe(403))).toEqual([]);
});

test('a sign-in that was denied, with the session that it ended', async () => {
  const person = await app.given.user();
  await app.given.session(person);
  const strange = await app.given.session(person, { label: "Eve's laptop" });
  const session = ((await strange.get('/v2/sessions/current').expect(200)).body as { id: string }).id;
  const trail = await answered(linkOf(await app.mailbox.waitFor(person.email, { subject: 'New sign-in to your account' })), {});
  expect(trail).toContainEqual({ ...BY_PAGE, event: 'session_denied', subject: person.id, session });
});

test('a link to deny a sign-in, to take an address back or to answer an app’s request, that is used up', async () => {
  const person = await app.given.user({ verified: true });
  const failed = { ...BY_PAGE, outcome: 'failure', actor: 'anonymous', subject: person.id, facts: { proof: 'link' } };
  const usedTwice = async (link: string, values: Record<string, string>) => {
    const page = await visitor.open(link);
    await visitor.submit(page, values);
    return traced(app, () => visitor.submit(page, values));
  };
  const request = await openRequest(person);
  expect(await usedTwice(request, { answer: 'no' })).toEqual([{ ...failed, event: 'recovery_failed' }]);
  await changeAsked(person);
  const undo = linkOf(await app.mailbox.waitFor(person.email, { subject: 'Your e-mail address is about to change' }));
  await app.given.session(person);
  await app.given.session(person, { label: "Eve's laptop" });
  const denial = linkOf(await app.mailbox.waitFor(person.email, { subject: 'New sign-in to your account' }));
  expect(await usedTwice(denial, {})).toEqual([{ ...failed, event: 'session_denial_failed' }]);
  expect(await usedTwice(undo, {})).toEqual([{ ...failed, event: 'email_change_undo_failed' }]);
});

test('a change of address: asked for, confirmed and taken back', async () => {
  const person = await app.given.user({ verified: true });
  const { newEmail, trail } = await changeAsked(person);
  expect(trail).toEqual([expect.objectContaining({ event: 'email_change_requested', outcome: 'success', actor: 'self', subject: person.id, api: 'native' })]);
  const confirm = linkOf(await app.mailbox.waitFor(newEmail));
  expect(await answered(confirm, { password: person.password })).toEqual([{ ...BY_PAGE, event: 'email_changed', subject: person.id }]);
  const undo = linkOf(await app.mailbox.waitFor(person.email, { subject: 'Your e-mail address is about to change' }));
  expect(await answered(undo, {})).toContainEqual({ ...BY_PAGE, event: 'email_change_undone', subject: person.id });
});

test('the trail names no address that was asked for', async () => {
  const person = await app.given.user();
  const { newEmail } = await changeAsked(person);
  const { token } = await new Uprogress(app).register({ nick: 'traced' });
  const asked = () => new Uprogress(app).put(token, 'users/traced', { user: { first_name: 'A', last_name: 'B', email: newEmail } }).expect(200);
  const trail = await traced(app, asked);
  expect(trail.map(({ event, api }) => [event, api])).toEqual([['email_change_requested', 'uprogress']]);
  expect(JSON.stringify(trail)).not.toContain(newEmail);
});
