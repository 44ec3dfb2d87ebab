import { startApp, type TestApp } from '../support/app';
import { usesKnown } from '../support/everywhere';
import type { Person } from '../support/factories';
import { linkOf } from '../support/mailbox';
import { type PageView, Visitor } from '../support/visitor';

const DAY = 86_400;
const DEVICES = 'Where you are signed in';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.close());

const newVisitor = () => new Visitor(app.baseUrl, { 'user-agent': FIREFOX });

/** A browser in which the person has signed in, and the page it shows. */
async function signedIn(person: Person): Promise<{ visitor: Visitor; page: PageView }> {
  const visitor = newVisitor();
  const form = await visitor.open('/account/sessions');
  const page = await visitor.submitAndFollow(form, { identifier: person.email, password: person.password });
  expect(page).toMatchObject({ status: 200, title: DEVICES });
  return { visitor, page };
}

const namesOn = ({ html }: PageView) => [...html.matchAll(/<h2 [^>]*>([^<]*?)\s*(?:<span.*?)?<\/h2>/g)].map(([, name]) => name!);
const endings = ({ forms }: PageView) => forms.filter(({ hidden }) => 'id' in hidden);

test('signing in shows every device, of every API, and marks this browser', async () => {
  const person = await app.given.user();
  await app.given.session(person, { label: 'Phone' });
  await app.http.post('/user/auth').send({ username: person.email, password: person.password }).expect(200);
  const { visitor, page } = await signedIn(person);
  expect(namesOn(page)[0]).toBe('Firefox on Linux');
  expect(namesOn(page)).toHaveLength(3);
  expect(namesOn(page)).toContain('Phone');
  expect(page.html).toContain('<span class="mark">This browser</span>');
  expect(page.html).toContain('<dd>Appmixer</dd>');
  expect(page.html).toContain(person.email);
  expect(page.html).toMatch(/<dt>Last used<\/dt><dd>just now \(\d+ \w+ \d{4} at \d\d:\d\d UTC\)<\/dd>/);
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect((await visitor.open('/account/sign-in')).location).toBe(`${app.baseUrl}/account/sessions`);
});

test('a username signs in too; the session is an ordinary one of the native API', async () => {
  const person = await app.given.user({ username: 'page-person' });
  const phone = await app.given.session(person);
  const visitor = newVisitor();
  await visitor.submitAndFollow(await visitor.open('/account/sign-in'), { identifier: ' Page-Person ', password: person.password });
  const { body } = await phone.get('/v2/sessions').expect(200);
  const { sessions } = body as { sessions: { client: string; label: string; current: boolean; userAgent: string }[] };
  expect(sessions.find(({ current }) => !current)).toMatchObject({ client: 'native', label: 'Firefox on Linux', userAgent: FIREFOX });
});

test('one session is ended, then all others; the ended are dead at once', async () => {
  const person = await app.given.user();
  const phone = await app.given.session(person, { label: 'Phone' });
  const tablet = await app.given.session(person, { label: 'Tablet' });
  const laptop = await app.given.session(person, { label: 'Laptop' });
  const { visitor, page } = await signedIn(person);
  expect(endings(page)).toHaveLength(3);

  const ended = await visitor.submitAndFollow({ ...page, forms: endings(page).filter(({ hidden }) => hidden['id'] === phone.sessionId) }, {});
  expect(ended.html).toContain('That session is ended.');
  expect(namesOn(ended)).not.toContain('Phone');
  await phone.get('/v2/users/me').expect(401);
  await tablet.get('/v2/users/me').expect(200);

  const others = { ...ended, forms: ended.forms.filter(({ action }) => action.endsWith('end-others')) };
  const alone = await visitor.submitAndFollow(others, {});
  expect(alone.html).toContain('Every other session is ended.');
  expect(alone.html).toContain('You are signed in nowhere else.');
  expect(namesOn(alone)).toEqual(['Firefox on Linux']);
  for (const device of [tablet, laptop]) await device.get('/v2/users/me').expect(401);
});

test('signing out ends the session; its cookie is worth nothing afterwards', async () => {
  const person = await app.given.user();
  const phone = await app.given.session(person);
  const { visitor, page } = await signedIn(person);
  const [[name, value]] = [...visitor.cookies] as [[string, string]];
  const out = await visitor.submitAndFollow({ ...page, forms: page.forms.filter(({ action }) => action.endsWith('sign-out')) }, {});
  expect(out).toMatchObject({ status: 200, title: 'Sign in' });
  expect(visitor.cookies.size).toBe(0);
  visitor.cookies.set(name, value);
  expect((await visitor.open('/account/sessions')).title).toBe('Sign in');
  expect(visitor.cookies.size).toBe(0);
  await phone.get('/v2/users/me').expect(200);
});

test('a session that is ended elsewhere, or past its idle or absolute end, is dead on the page at once', async () => {
  const person = await app.given.user();
  const phone = await app.given.session(person);
  const first = await signedIn(person);
  await phone.delete('/v2/sessions').expect(200, { ended: 1 });
  expect((await first.visitor.open('/account/sessions')).title).toBe('Sign in');
  const others = { ...first.page, forms: first.page.forms.filter(({ action }) => action.endsWith('end-others')) };
  expect((await first.visitor.submitAndFollow(others, {})).title).toBe('Sign in');
  await phone.get('/v2/users/me').expect(200);

  const idle = await signedIn(person);
  const used = await signedIn(person);
  for (let week = 1; week <= 4; week++) {
    app.clock.advance(7 * DAY);
    expect((await used.visitor.open('/account/sessions')).title).toBe(DEVICES);
    await usesKnown(app);
  }
  expect((await idle.visitor.open('/account/sessions')).title).toBe('Sign in');
  app.clock.advance(3 * DAY);
  expect((await used.visitor.open('/account/sessions')).title).toBe('Sign in');
});

test('a new password and a disabled account end it, too', async () => {
  const person = await app.given.user();
  const { visitor } = await signedIn(person);
  const held = new Map(visitor.cookies);
  await app.db('UPDATE users SET disabled_at = now() WHERE id = $1', [person.id]);
  expect((await visitor.open('/account/sessions')).title).toBe('Sign in');
  await app.db('UPDATE users SET disabled_at = NULL WHERE id = $1', [person.id]);
  for (const [name, value] of held) visitor.cookies.set(name, value);
  expect((await visitor.open('/account/sessions')).title).toBe(DEVICES);

  await visitor.submit(await visitor.open('/account/recover'), { email: person.email });
  const link = linkOf(await app.mailbox.waitFor(person.email, { subject: 'Choose a new password' }));
  const done = await visitor.submit(await visitor.open(link), { newPassword: 'A-Brand-New-Horse-1' });
  expect((await visitor.open(done.link('See where you are signed in'))).title).toBe('Sign in');
});

test('whoever signs in again in one browser has one session there', async () => {
  const person = await app.given.user();
  const { visitor } = await signedIn(person);
  const again = newVisitor();
  for (const [name, value] of visitor.cookies) again.cookies.set(name, value);
  const form = await newVisitor().open('/account/sign-in');
  const page = await again.submitAndFollow(form, { identifier: person.email, password: person.password });
  expect(namesOn(page)).toEqual(['Firefox on Linux']);
  expect(again.cookies).not.toEqual(visitor.cookies);
  expect((await visitor.open('/account/sessions')).title).toBe('Sign in');
});
