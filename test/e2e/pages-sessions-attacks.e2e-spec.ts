import { startApp, type TestApp } from '../support/app';
import type { Person } from '../support/factories';
import { storeOf } from '../support/store';
import { type PageView, Visitor } from '../support/visitor';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const ACTIONS = ['/account/sign-out', '/account/sessions/end', '/account/sessions/end-others'];
const FORGED: [string, Record<string, string>][] = [
  ['of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['of a sibling host', { 'sec-fetch-site': 'same-site', origin: 'https://other.example.com' }],
  ['of a browser that says only Origin', { origin: 'https://evil.example' }],
  ['of a frame that hides its origin, from another site', { 'sec-fetch-site': 'cross-site', origin: 'null' }],
  ['of a frame that hides its origin, in an old browser', { origin: 'null' }],
];

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.close());

async function signedIn(person: Person, of: TestApp = app): Promise<{ visitor: Visitor; page: PageView; token: string }> {
  const visitor = new Visitor(of.baseUrl);
  const page = await visitor.submitAndFollow(await visitor.open('/account/sessions'), { identifier: person.email, password: person.password });
  return { visitor, page, token: [...visitor.cookies.values()][0]! };
}

const isSignedIn = async (visitor: Visitor) => (await visitor.open('/account/sessions')).title === 'Where you are signed in';
const credentials = (identifier: string, password: string) => new URLSearchParams({ identifier, password }).toString();

describe('the cookie', () => {
  test('on loopback HTTP has a plain name; it is HttpOnly, SameSite, and goes with the browser', async () => {
    const { email, password } = await app.given.user();
    const answer = await new Visitor(app.baseUrl).post('/account/sign-in', credentials(email, password), FORM);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('../account/sessions');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(/^latchkey=[0-9a-f-]{36}\.[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)]);
  });

  test('behind TLS is Secure, with the prefix that keeps other hosts from planting it', async () => {
    const secure = await startApp({ PUBLIC_URL: 'https://localhost:8443/id' });
    const { email, password } = await secure.given.user();
    const answer = await new Visitor(secure.baseUrl).post('/account/sign-in', credentials(email, password), FORM);
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-latchkey=[0-9a-f-]{36}\.[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const planted = new Visitor(secure.baseUrl, { cookie: cookie!.replace('__Host-', '').split(';', 1)[0]! });
    expect(await isSignedIn(planted)).toBe(false);
    await secure.close();
  });

  test('opens no API, by itself or as a token', async () => {
    const person = await app.given.user();
    const { token } = await signedIn(person);
    const reads: [string, string][] = [
      ['/v2/users/me', 'authorization'],
      ['/v1/', 'x-auth-token'],
      ['/api/v1/authorizations', 'uprogresstoken'],
      ['/user', 'authorization'],
    ];
    for (const [path, header] of reads) {
      const before = (await app.http.get(path)).status;
      const carried = [
        await app.http.get(path).set('cookie', `latchkey=${token}`),
        await app.http.get(path).set(header, header === 'authorization' ? `Bearer ${token}` : token),
      ];
      for (const { status } of carried) expect([path, status]).toEqual([path, before]);
      if (path !== '/v1/') expect(before).toBe(401);
    }
    await app.http.post('/v2/auth/refresh').send({ refreshToken: token }).expect(401);
    await app.http.post('/v2/auth/refresh').set('cookie', `latchkey=${token}`).send({}).expect(400);
    await app.http.patch('/v2/users/me').set('cookie', `latchkey=${token}`).send({ name: 'Eve' }).expect(401);
    await app.http.post('/v2/auth/revoke').type('form').send({ token }).expect(200);
    expect(await isSignedIn(new Visitor(app.baseUrl, { cookie: `latchkey=${token}` }))).toBe(true);
  });

  test('takes no other token, and none that is altered', async () => {
    const person = await app.given.user();
    const { accessToken, refreshToken } = await app.given.session(person);
    const { token } = await signedIn(person);
    const { token: other } = await signedIn(await app.given.user());
    const [sid, mac] = token.split('.') as [string, string];
    const altered = [`${sid}.${'A'.repeat(43)}`, `${other.split('.')[0]}.${mac}`, `${sid}.${refreshToken.split('.')[2]}`, `${sid}.0.${mac}`, sid, `${token}x`];
    for (const value of [accessToken, refreshToken, ...altered, '', '%ff', '%00', '"', `${token}, ${token}`]) {
      expect([value, await isSignedIn(new Visitor(app.baseUrl, { cookie: `latchkey=${value}` }))]).toEqual([value, false]);
    }
    expect(await isSignedIn(new Visitor(app.baseUrl, { cookie: `a=b; latchkey=${token}; c` }))).toBe(true);
  });
});

describe('a form', () => {
  test.each(FORGED)('%s changes nothing', async (_, headers) => {
    const { visitor } = await signedIn(await app.given.user());
    const victim = await app.given.user();
    const before = await storeOf(app);
    for (const path of ACTIONS) expect((await visitor.post(path, '', { ...FORM, ...headers })).status).toBe(403);
    const planted = await visitor.post('/account/sign-in', credentials(victim.email, victim.password), { ...FORM, ...headers });
    expect([planted.status, planted.headers.getSetCookie()]).toEqual([403, []]);
    expect(await storeOf(app)).toEqual(before);
  });

  test('of our own page is taken, as browsers post it', async () => {
    const { visitor, page } = await signedIn(await app.given.user());
    const out = { ...page, forms: page.forms.filter(({ action }) => action.endsWith('sign-out')) };
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
    expect((await visitor.submit(out, {}, { 'sec-fetch-site': 'same-origin', origin: app.baseUrl })).status).toBe(303);
  });

  test('without a cookie, or with a dead one, changes nothing and leads to the sign-in', async () => {
    const before = await storeOf(app);
    for (const headers of [{}, { cookie: `latchkey=${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}.${'A'.repeat(43)}` }] as Record<string, string>[]) {
      for (const path of ACTIONS) expect((await new Visitor(app.baseUrl).post(path, '', { ...FORM, ...headers })).status).toBe(303);
    }
    expect(await storeOf(app)).toEqual(before);
  });

  test('with another person’s session, an unknown one or no id at all ends nothing, and all look alike', async () => {
    const other = await app.given.session(await app.given.user());
    const { visitor } = await signedIn(await app.given.user());
    const said = [];
    for (const id of [other.sessionId, '00000000-0000-7000-8000-000000000000', 'x', '', "' OR 1=1 --"]) {
      const { location } = await visitor.post('/account/sessions/end', new URLSearchParams({ id }).toString(), FORM);
      said.push((await visitor.open(location!)).html);
    }
    expect(new Set(said).size).toBe(1);
    expect(said[0]).toContain('That session had ended already.');
    await other.get('/v2/users/me').expect(200);
    expect(await isSignedIn(visitor)).toBe(true);
  });
});

describe('signing in', () => {
  const attempt = (identifier: string, password: string) => new Visitor(app.baseUrl).post('/account/sign-in', credentials(identifier, password), FORM);
  const shape = ({ status, html, headers }: PageView) => ({ status, html, headers: [...headers.keys()].filter((name) => name !== 'date') });

  test('fails alike for an unknown, a wrong and a disabled account', async () => {
    const person = await app.given.user();
    const disabled = await app.given.user();
    await app.db('UPDATE users SET disabled_at = now() WHERE id = $1', [disabled.id]);
    const answers = [await attempt(person.email, 'Not-My-Horse-1'), await attempt(disabled.email, disabled.password), await attempt('nobody@example.com', 'x')];
    const shapes = answers.map(shape).map(({ html, ...rest }) => ({ ...rest, html: html.replace(/value="[^"]*@example\.com"/, '') }));
    expect(shapes[0]).toMatchObject({ status: 403 });
    expect(answers[0]).toMatchObject({ title: 'Sign in', fault: 'The address or the password is wrong.' });
    expect(shapes[1]).toEqual(shapes[0]);
    expect(shapes[2]).toEqual(shapes[0]);
    for (const { html } of answers) expect(html).not.toContain('Not-My-Horse-1');
  });

  test('spends the budget that the APIs spend', async () => {
    const person = await app.given.user();
    for (let guess = 0; guess < 5; guess++) {
      expect((await attempt(person.email, `guess-${guess}`)).status).toBe(403);
      await app.http
        .post('/v2/auth/sign-in')
        .send({ email: person.email, password: `guess-${guess}` })
        .expect(401);
    }
    const locked = await attempt(person.email, person.password);
    expect(locked).toMatchObject({ status: 429, title: 'Please try again later' });
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
    await app.http.post('/v2/auth/sign-in').send({ email: person.email, password: person.password }).expect(429);
  });

  test.each([
    ['', 'x', 'Enter your e-mail address or username.'],
    ['   ', 'x', 'Enter your e-mail address or username.'],
    ['ann@example.com', '', 'Enter your password.'],
    ['x'.repeat(255), 'x', 'The e-mail address or username must be at most 254 characters long.'],
  ])('with %j and %j says what is missing, and costs no hash', async (identifier, password, fault) => {
    expect(await attempt(identifier, password)).toMatchObject({ status: 400, title: 'Sign in', fault });
  });
});
