import { startApp, type TestApp } from '../support/app';
import { codeIn, linkOf, tokenOf } from '../support/mailbox';
import type { Person } from '../support/factories';
import { Visitor } from '../support/visitor';

const NEW_PASSWORD = 'A-Brand-New-Horse-1';

let app: TestApp;
let visitor: Visitor;
beforeAll(async () => {
  app = await startApp();
  visitor = new Visitor(app.baseUrl);
});
afterAll(() => app?.close());

const signIn = ({ email }: Person, password: string) => app.http.post('/v2/auth/sign-in').send({ email, password });

/** A person who has asked for a mail on the page, and the mail's link. */
async function personWithLink(): Promise<{ person: Person; link: string }> {
  const person = await app.given.user();
  const sent = await visitor.submit(await visitor.open('/account/recover'), { email: person.email });
  expect(sent.status).toBe(200);
  return { person, link: linkOf(await app.mailbox.waitFor(person.email, { subject: 'Choose a new password' })) };
}

test('from the page that asks for a mail to the new password, by forms alone', async () => {
  const person = await app.given.user();
  const phone = await app.given.session(person);
  const sent = await visitor.submit(await visitor.open('/account/recover'), { email: `  ${person.email.toUpperCase()} ` });
  expect(sent.title).toBe('Look into your mailbox');
  expect(sent.html).toContain('The link works for 30 minutes.');

  const form = await visitor.open(linkOf(await app.mailbox.waitFor(person.email, { subject: 'Choose a new password' })));
  expect(form).toMatchObject({ status: 200, title: 'Choose a new password', fault: null });
  const done = await visitor.submit(form, { newPassword: NEW_PASSWORD });
  expect(done).toMatchObject({ status: 200, title: 'Your password is changed' });
  expect(done.headers.get('set-cookie')).toBeNull();

  await phone.get('/v2/users/me').expect(401);
  await signIn(person, person.password).expect(401);
  await signIn(person, NEW_PASSWORD).expect(200);
  await app.mailbox.waitFor(person.email, { subject: 'Your password was changed' });
});

test('an unknown address gets the same page, and no mail', async () => {
  const person = await app.given.user();
  const form = await visitor.open('/account/recover');
  const [known, unknown] = [await visitor.submit(form, { email: person.email }), await visitor.submit(form, { email: 'nobody@example.com' })];
  expect(unknown.status).toBe(200);
  expect(unknown.html).toBe(known.html);
  await app.mailbox.waitFor(person.email, { subject: 'Choose a new password' });
  expect(app.mailbox.all('nobody@example.com')).toEqual([]);
});

test('a mail scanner that opens the link changes nothing', async () => {
  const { person, link } = await personWithLink();
  for (const method of ['GET', 'GET', 'GET', 'HEAD']) expect((await visitor.open(link, method)).status).toBe(200);
  await signIn(person, person.password).expect(200);
  expect((await visitor.submit(await visitor.open(link), { newPassword: NEW_PASSWORD })).title).toBe('Your password is changed');
});

test.each([
  ['short', 'The new password must be at least 8 characters long.'],
  ['', 'Enter the new password.'],
  ['x'.repeat(129), 'The new password must be at most 128 characters long.'],
])('a refused password (%.10s) is told why on the form again, and the link stays good', async (newPassword, fault) => {
  const { person, link } = await personWithLink();
  const again = await visitor.submit(await visitor.open(link), { newPassword });
  expect(again).toMatchObject({ status: 400, title: 'Choose a new password', fault });
  if (newPassword !== '') expect(again.html).not.toContain(newPassword);
  await signIn(person, person.password).expect(200);
  expect((await visitor.submit(again, { newPassword: NEW_PASSWORD })).status).toBe(200);
  await signIn(person, NEW_PASSWORD).expect(200);
});

test('a used link is told to be dead, by opening and by posting it, and another can be asked for', async () => {
  const { person, link } = await personWithLink();
  const form = await visitor.open(link);
  await visitor.submit(form, { newPassword: NEW_PASSWORD });
  for (const page of [await visitor.open(link), await visitor.submit(form, { newPassword: 'Another-Horse-2-Try' })]) {
    expect(page).toMatchObject({ status: 410, title: 'This link no longer works' });
    expect((await visitor.open(page.link('Ask for a new link'))).title).toBe('Choose a new password');
  }
  await signIn(person, NEW_PASSWORD).expect(200);
});

test('a link past its thirty minutes is dead', async () => {
  const { person, link } = await personWithLink();
  const form = await visitor.open(link);
  app.clock.advance(1_801);
  expect(await visitor.open(link)).toMatchObject({ status: 410, title: 'This link no longer works' });
  expect(await visitor.submit(form, { newPassword: NEW_PASSWORD })).toMatchObject({ status: 410, title: 'This link no longer works' });
  await signIn(person, person.password).expect(200);
});

test('a newer mail replaces the link of an older one', async () => {
  const { person, link } = await personWithLink();
  app.clock.advance(61);
  await visitor.submit(await visitor.open('/account/recover'), { email: person.email });
  const newer = linkOf(await app.mailbox.waitFor(person.email, { subject: 'Choose a new password' }, 2));
  expect((await visitor.open(link)).status).toBe(410);
  expect((await visitor.open(newer)).status).toBe(200);
});

test('a token of another purpose is not taken', async () => {
  const person = await app.given.user();
  const token = tokenOf(await app.mailbox.waitFor(person.email, { subject: /^Welcome/ }));
  expect((await visitor.open(`/account/recover/confirm?token=${token}`)).status).toBe(410);
});

test('the code in the mail does what its link does, on the form that the page after asking leads to', async () => {
  const person = await app.given.user();
  const sent = await visitor.submit(await visitor.open('/account/recover'), { email: person.email });
  expect(sent.html).toContain('account/recover/confirm">Enter the code from the mail</a>');
  const code = codeIn(await app.mailbox.waitFor(person.email, { subject: 'Choose a new password' }));
  const form = await visitor.open('/account/recover/confirm');
  const wrong = await visitor.submit(form, { email: person.email, code: 'ABCD-EFGH', newPassword: NEW_PASSWORD });
  expect(wrong).toMatchObject({ status: 403, title: 'Choose a new password' });
  expect(wrong.fault).toContain('The code is wrong or no longer works.');
  expect(wrong.html).toContain(`value="${person.email}"`);
  const unknown = await visitor.submit(form, { email: 'nobody@example.com', code, newPassword: NEW_PASSWORD });
  expect([unknown.status, unknown.fault]).toEqual([wrong.status, wrong.fault]);
  const short = await visitor.submit(wrong, { email: person.email, code, newPassword: 'short' });
  expect([short.status, short.html.includes(code)]).toEqual([400, false]);
  expect(await visitor.submit(short, { email: person.email, code: code.toLowerCase(), newPassword: NEW_PASSWORD })).toMatchObject({
    status: 200,
    title: 'Your password is changed',
  });
  await signIn(person, NEW_PASSWORD).expect(200);
});
