import { startApp, type TestApp } from '../support/app';
import type { Person } from '../support/factories';
import { type Mail, tokenOf } from '../support/mailbox';
import { Visitor } from '../support/visitor';

const SUBJECT = 'Restore password';
const NEW_PASSWORD = 'A-Brand-New-Horse-1';
interface Requester {
  ip: string;
  userAgent: string | null;
}

const PHONE: Requester = {
  ip: '198.51.100.7',
  userAgent: 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
};

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ LEGACY_RECOVERY: 'safe', TRUST_PROXY: '127.0.0.1', THROTTLE: 'off' });
});
afterAll(() => app?.close());

/** A person's browser at an address that the proxy tells. */
const visitorAt = (ip: string) => new Visitor(app.baseUrl, { 'x-forwarded-for': ip });
const neighbour = () => visitorAt('198.51.100.200');
const stranger = () => visitorAt('198.51.101.7');

/** What a UProgress app sends when its person has lost the password. */
async function askFor({ email }: Person, { ip, userAgent }: Requester = PHONE): Promise<string> {
  const request = app.http.post('/api/v1/sessions/restore_password').set('x-forwarded-for', ip).unset('user-agent');
  if (userAgent !== null) void request.set('user-agent', userAgent);
  const { body } = await request.send({ user: { email } }).expect(200);
  return (body as { token: string }).token;
}

/** An open request: the token that the app holds, and the page that the mail leads to. */
async function openRequest(origin?: Requester): Promise<{ person: Person; token: string; mail: Mail; page: string }> {
  const person = await app.given.user();
  const token = await askFor(person, origin);
  const mail = await app.mailbox.waitFor(person.email, { subject: SUBJECT });
  return { person, token, mail, page: `/account/recovery-request?token=${tokenOf(mail)}` };
}

/** What the app's reset screen sends with its token. */
const resetWith = (token: string) =>
  app.http.put('/api/v1/sessions/reset_password').send({ user: { token, password: NEW_PASSWORD, password_confirmation: NEW_PASSWORD } });

const expectInert = (token: string) => resetWith(token).expect(422, { errors: { token: ['Token has expired'] } });
const expectWorking = (token: string) => resetWith(token).expect(200, { message: 'Password was succesfully updated' });

const signIn = ({ email }: Person, password: string) => app.http.post('/v2/auth/sign-in').send({ email, password });

test('an unknown address gets an answer of the same shape, and an inert token', async () => {
  const known = await askFor(await app.given.user());
  const unknown = await askFor({ id: '', email: 'nobody@example.com', password: '', username: null });
  expect([known, unknown]).toEqual([expect.stringMatching(/^[\w-]{43}$/), expect.stringMatching(/^[\w-]{43}$/)]);
  for (const token of [known, unknown]) await expectInert(token);
});

test('the mail leads to the page, where a Yes from the same network lets the app set the password', async () => {
  const { person, token, mail, page } = await openRequest();
  expect(mail.links).toContain(app.baseUrl + page);
  await expectInert(token);

  const question = await neighbour().open(page);
  expect(question).toMatchObject({ status: 200, title: 'Did you ask for this?' });
  expect(question.html).toMatch(/<dt>When<\/dt><dd>just now \(\d+ \w+ \d{4} at \d\d:\d\d UTC\)<\/dd>/);
  expect(question.html).toContain(`<dt>Device</dt><dd>Chrome on Android<br><span class="quiet">${PHONE.userAgent}</span></dd>`);
  expect(question.html).toContain('<dt>IP address</dt><dd>198.51.100.7</dd>');
  expect(question.forms.map(({ answers }) => answers)).toEqual([['yes', 'no']]);

  expect(await neighbour().submit(question, { answer: 'yes' })).toMatchObject({ status: 200, title: 'Go on in the app' });
  const later = await neighbour().open(page);
  expect(later.html).toContain('You have said Yes');
  expect(later.forms.map(({ answers }) => answers)).toEqual([['no']]);

  await expectWorking(token);
  await signIn(person, NEW_PASSWORD).expect(200);
  expect((await neighbour().open(page)).status).toBe(410);
});

test('opening the page, however often, is no Yes', async () => {
  const { token, page } = await openRequest();
  for (const method of ['GET', 'GET', 'GET', 'HEAD']) expect((await neighbour().open(page, method)).status).toBe(200);
  await expectInert(token);
  expect((await neighbour().submit(await neighbour().open(page), { answer: 'yes' })).status).toBe(200);
  await expectWorking(token);
});

test('the new password can be chosen on the page instead, and then the app’s token is worthless', async () => {
  const { person, token, page } = await openRequest();
  const question = await stranger().open(page);
  const form = await stranger().open(question.link('Choose a new password here'));
  expect((await stranger().submit(form, { newPassword: 'My-Own-Choice-1' })).title).toBe('Your password is changed');
  await expectInert(token);
  await signIn(person, 'My-Own-Choice-1').expect(200);
});

test.each([
  ['198.51.100.7', '198.51.101.7'],
  ['2001:db8:1:2::7', '2001:db8:2:2::7'],
  ['198.51.100.7', '2001:db8:1:2::7'],
])('for a request from %s a Yes from %s is neither offered nor taken', async (ip, visitor) => {
  const { person, token, page } = await openRequest({ ip, userAgent: null });
  const question = await visitorAt(visitor).open(page);
  expect(question.html).toContain('A Yes is not possible from here');
  expect(question.html).toContain('<dt>Device</dt><dd>unknown</dd>');
  expect(question.forms.map(({ answers }) => answers)).toEqual([['no']]);

  const offered = await visitorAt(ip).open(page);
  expect(await visitorAt(visitor).submit(offered, { answer: 'yes' })).toMatchObject({ status: 403, title: 'Did you ask for this?' });
  await expectInert(token);
  await signIn(person, person.password).expect(200);
});

test('from the same IPv6 /48 a Yes is taken', async () => {
  const { token, page } = await openRequest({ ip: '2001:db8:1:2::7', userAgent: null });
  const visitor = visitorAt('2001:db8:1:ffff::1');
  expect((await visitor.submit(await visitor.open(page), { answer: 'yes' })).status).toBe(200);
  await expectWorking(token);
});

test('while two requests are open neither can get a Yes', async () => {
  const { person, token, page } = await openRequest();
  const offered = await neighbour().open(page);
  const second = await askFor(person, { ip: '198.51.100.66', userAgent: 'curl/8' });
  await waitForOpenRequests(person, 2);

  const question = await neighbour().open(page);
  expect(question.forms.map(({ answers }) => answers)).toEqual([['no']]);
  expect((await neighbour().submit(offered, { answer: 'yes' })).status).toBe(403);
  for (const returned of [token, second]) await expectInert(returned);
});

test('a No kills the app’s token and the mailed link', async () => {
  const { person, token, mail, page } = await openRequest();
  const offered = await neighbour().open(page);
  const refused = await stranger().submit(await stranger().open(page), { answer: 'no' });
  expect(refused).toMatchObject({ status: 200, title: 'The request is refused' });
  expect(refused.link('Choose a new password after all')).toBe(`${app.baseUrl}/account/recover`);

  await expectInert(token);
  expect((await neighbour().submit(offered, { answer: 'yes' })).status).toBe(410);
  for (const dead of [page, `/account/recover/confirm?token=${tokenOf(mail)}`]) expect((await neighbour().open(dead)).status).toBe(410);
  await signIn(person, person.password).expect(200);
});

test('a No after the Yes still stops the app', async () => {
  const { person, token, page } = await openRequest();
  await neighbour().submit(await neighbour().open(page), { answer: 'yes' });
  await neighbour().submit(await neighbour().open(page), { answer: 'no' });
  await expectInert(token);
  await signIn(person, person.password).expect(200);
});

test('an answer that is neither Yes nor No changes nothing', async () => {
  const { token, mail, page } = await openRequest();
  for (const answer of ['', 'YES', 'maybe']) {
    const body = new URLSearchParams({ token: tokenOf(mail), answer }).toString();
    const again = await neighbour().post('/account/recovery-request', body, { 'content-type': 'application/x-www-form-urlencoded' });
    expect(again).toMatchObject({ status: 400, title: 'Did you ask for this?' });
  }
  await expectInert(token);
  expect((await neighbour().open(page)).status).toBe(200);
});

test('where no app waits the page says so, and offers to choose a password', async () => {
  const person = await app.given.user();
  await neighbour().submit(await neighbour().open('/account/recover'), { email: person.email });
  const token = tokenOf(await app.mailbox.waitFor(person.email, { subject: 'Choose a new password' }));
  const page = await neighbour().open(`/account/recovery-request?token=${token}`);
  expect(page).toMatchObject({ status: 200, title: 'Nothing to answer', forms: [] });
  expect((await neighbour().open(page.link('Choose a new password'))).title).toBe('Choose a new password');
});

test('what an app says of itself is inert on the page', async () => {
  const { page } = await openRequest({ ip: '198.51.100.7', userAgent: '{{7*7}}<b>x</b>"' });
  const question = await neighbour().open(page);
  expect(question.html).toContain('{{7*7}}&lt;b&gt;x&lt;/b&gt;&quot;');
  expect(question.html).not.toContain('<b>');
});

async function waitForOpenRequests({ id }: Person, count: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const rows = await app.db("SELECT 1 FROM one_time_secrets WHERE user_id = $1 AND purpose = 'uprogress_recovery' AND used_at IS NULL", [id]);
    if (rows.length >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`there are not ${count} open requests`);
}
