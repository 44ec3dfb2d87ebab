import { startApp, type TestApp } from '../support/app';
import { linkOf, tokenOf } from '../support/mailbox';
import { BAD_PASSWORD, FORBIDDEN, MixappClient, UNAUTHORIZED, USER_EXISTS } from '../support/mixapp-client';

let app: TestApp;
let mixapp: MixappClient;

describe('credentials', () => {
  beforeAll(async () => {
    app = await startApp({ THROTTLE: 'off' });
    mixapp = new MixappClient(app);
  });
  afterAll(() => app?.close());

  const recoveryToken = async (email: string) => {
    await mixapp.post('repair', { email }).expect(200, { result: true });
    return tokenOf(await app.mailbox.waitFor(email, { subject: 'Choose a new password' }));
  };

  test('the password that is made is long, differs each time, and signs in natively', async () => {
    const first = await mixapp.signUp('first@example.com');
    const second = await mixapp.signUp('second@example.com');
    expect(first.password).toMatch(/^[A-Za-z0-9]{22}$/);
    expect(second.password).not.toBe(first.password);
    await app.http.post('/v2/auth/sign-in').send({ email: 'First@Example.com', password: first.password }).expect(200);
  });

  test.each([
    ['64 characters', 'correct horse battery staple, correct horse battery staple, 1234'],
    ['emoji and spaces', ' 🐴🔋 štáple 🐴 '],
    ['eight characters', '12345678'],
  ])('%s are a password, to the letter', async (what, password) => {
    const email = `${what.replaceAll(' ', '-')}@example.com`;
    const device = await mixapp.signUp(email);
    await device
      .update({ password })
      .expect(200)
      .expect(({ body }) => expect(body).toHaveProperty('user'));
    await mixapp.signIn({ email, password });
    const others = [password.trim(), password.toUpperCase(), `${password} `, password.slice(0, -1)].filter((other) => other !== password);
    for (const other of others) await mixapp.post('signin', { email, password: other }).expect(200, UNAUTHORIZED);
  });

  test('passwords that differ after byte 72 only are different', async () => {
    const device = await mixapp.signUp('long@example.com');
    await device.update({ password: `${'x'.repeat(100)}1` }).expect(200);
    await mixapp.post('signin', { email: 'long@example.com', password: `${'x'.repeat(100)}2` }).expect(200, UNAUTHORIZED);
  });

  test('a username is no address: nobody signs in by it here', async () => {
    const bobby = await app.given.user({ username: 'bobby-by-name' });
    await app.http.post('/v2/auth/sign-in').send({ username: 'bobby-by-name', password: bobby.password }).expect(200);
    await mixapp.post('signin', { email: 'bobby-by-name', password: bobby.password }).expect(200, UNAUTHORIZED);
  });

  test('unknown, wrong and disabled answer alike, in headers too', async () => {
    const ann = await app.given.user();
    const gone = await app.given.user();
    await app.db('UPDATE users SET disabled_at = now() WHERE id = $1', [gone.id]);
    const hopeless = [{ email: ann.email }, { email: 'x'.repeat(9_000), password: '' }];
    const attempts = [{ ...ann, password: 'wrong' }, { ...ann, email: 'nobody@example.com' }, gone, ...hopeless];
    const answers = await Promise.all(attempts.map(({ email, ...rest }) => mixapp.post('signin', { email, ...rest })));
    for (const { status, headers, body } of answers) {
      expect([status, body]).toEqual([200, UNAUTHORIZED]);
      expect({ ...headers, date: '', 'x-request-id': '' }).toEqual({ ...answers[0]?.headers, date: '', 'x-request-id': '' });
    }
  });

  test('of a hundred registrations of one address at once, in different case, one succeeds', async () => {
    const address = (i: number) => [...'racing@example.com'].map((sign, at) => ((i >> (at % 7)) & 1 ? sign.toUpperCase() : sign)).join('');
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => mixapp.post('signup', { email: address(i), name: 'YourName' })));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(answers.filter(({ body }) => 'token' in (body as object))).toHaveLength(1);
    expect(answers.filter(({ body }) => (body as { error_code?: number }).error_code === USER_EXISTS.error_code)).toHaveLength(99);
    expect(await app.db(`SELECT FROM users WHERE lower(email) = 'racing@example.com'`)).toHaveLength(1);
  });

  test('of sixteen uses of one repair token at once, one succeeds', async () => {
    const { email } = await app.given.user();
    const token = await recoveryToken(email);
    const tries = Array.from({ length: 16 }, (_, i) => mixapp.post(`repair/${token}`, { password: `chosen anew ${i}` }));
    const bodies = (await Promise.all(tries)).map(({ body }) => body as object);
    expect(bodies.filter((body) => 'result' in body)).toEqual([{ result: true }]);
    expect(bodies.filter((body) => 'error_code' in body)).toEqual(Array(15).fill(FORBIDDEN));
  });

  test('the mailed link leads to our page; looking at it or at the route, three times, spends nothing', async () => {
    const { email } = await app.given.user();
    const token = await recoveryToken(email);
    expect(linkOf(app.mailbox.all(email)[0]!)).toBe(`${app.baseUrl}/account/recover/confirm?token=${token}`);
    for (let i = 0; i < 3; i++) {
      await app.http.get(`/account/recover/confirm?token=${token}`);
      await app.http.get(`/v1/repair/${token}`).expect(404, { error_code: 404, error_message: 'Not Found', more_info: '' });
      await app.http.head(`/v1/repair/${token}`).expect(404);
    }
    await mixapp.post(`repair/${token}`, { password: 'short' }).expect(200, BAD_PASSWORD);
    await mixapp.post(`repair/${token}`, { password: 'chosen anew' }).expect(200, { result: true });
    await mixapp.signIn({ email, password: 'chosen anew' });
  });

  test('a token for another purpose resets nothing, and a newer password ends the link', async () => {
    const ann = await app.given.user();
    const confirmation = tokenOf(await app.mailbox.waitFor(ann.email, { subject: /confirm/ }));
    await mixapp.post(`repair/${confirmation}`, { password: 'chosen anew' }).expect(200, FORBIDDEN);
    const token = await recoveryToken(ann.email);
    await (await mixapp.signIn(ann)).update({ password: 'changed since' }).expect(200);
    await mixapp.post(`repair/${token}`, { password: 'chosen anew' }).expect(200, FORBIDDEN);
    await mixapp.signIn({ ...ann, password: 'changed since' });
  });

  test('links keep the configured origin, whatever Host is sent', async () => {
    const { email } = await app.given.user();
    await mixapp.post('repair', { email }).set({ Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' }).expect(200, { result: true });
    expect(linkOf(await app.mailbox.waitFor(email, { subject: 'Choose a new password' }))).toMatch(new RegExp(`^${app.baseUrl}/`));
  });
});

describe('sign-ins that name nobody', () => {
  beforeAll(async () => {
    app = await startApp({ TRUST_PROXY: '127.0.0.1' });
    mixapp = new MixappClient(app);
  });
  afterAll(() => app?.close());

  const attempt = (credentials: object, network: string) => mixapp.post('signin', { password: 'wrong', ...credentials }).set('x-forwarded-for', network);

  test.each([
    ['no address', { email: 'bobby' }],
    ['nothing', {}],
    ['a text that is too long for an address', { email: `${'x'.repeat(250)}@example.com` }],
  ])('lock nobody out, and are refused like any other: %s', async (_, credentials) => {
    for (let i = 0; i < 12; i++) await attempt(credentials, `203.0.113.${i}`).expect(200, UNAUTHORIZED);
    for (let i = 0; i < 12; i++) await attempt(credentials, '198.51.100.7').expect(200, UNAUTHORIZED);
  });

  test('count for their network', async () => {
    for (let i = 0; i < 30; i++) await Promise.all(Array.from({ length: 10 }, () => attempt({ email: 'bobby' }, '192.0.2.1').expect(200, UNAUTHORIZED)));
    await attempt({ email: 'bobby' }, '192.0.2.1').expect(429);
    await attempt({ email: 'nobody@example.com' }, '192.0.2.1').expect(429);
    await attempt({ email: 'bobby' }, '192.0.2.2').expect(200, UNAUTHORIZED);
  });
});
