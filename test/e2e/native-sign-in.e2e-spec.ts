import { startApp, type TestApp } from '../support/app';
import type { Person } from '../support/factories';
import { storeOf } from '../support/store';

const CHROME = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const REFUSAL = {
  type: 'urn:latchkey:error:bad_credentials',
  title: 'Unauthorized',
  status: 401,
  code: 'bad_credentials',
  detail: 'The identifier or the password is wrong.',
};

let app: TestApp;
let ann: Person;
beforeAll(async () => {
  app = await startApp();
  ann = await app.given.user({ email: 'Ann@example.com', username: 'Annie', password: 'Right-Horse-1-Staple' });
});
afterAll(() => app?.close());

const signIn = (body: object, query = '') => app.http.post(`/v2/auth/sign-in${query}`).send(body);

describe('signing in', () => {
  it.each([
    ['the address', { email: 'Ann@example.com' }],
    ['the address in other letters, with spaces', { email: ' aNN@EXAMPLE.com ' }],
    ['the username', { username: 'Annie' }],
    ['the username in other letters', { username: 'ANNIE' }],
    ['the address as username', { username: 'ann@example.com' }],
    ['the username as address', { email: 'annie' }],
  ])('works by %s', async (_, identifier) => {
    const { body, headers } = await signIn({ ...identifier, password: ann.password }).expect(200);
    expect(Object.keys(body as object).sort()).toEqual(['accessToken', 'expiresIn', 'refreshToken', 'session', 'tokenType', 'user']);
    expect(body).toMatchObject({ user: { id: ann.id, email: ann.email }, session: { client: 'native', current: true }, tokenType: 'Bearer', expiresIn: 900 });
    expect(headers['cache-control']).toBe('no-store');
  });

  it('keeps what the device says of itself, and reads the rest from the User-Agent', async () => {
    const device = { label: 'Work', appName: 'Acme' };
    const { body } = await signIn({ email: ann.email, password: ann.password, device }).set('user-agent', CHROME).expect(200);
    expect(body).toMatchObject({ session: { ...device, platform: 'macOS', platformVersion: '10.15.7', provider: null, userAgent: CHROME } });
    const plain = await signIn({ email: ann.email, password: ann.password }).set('user-agent', CHROME).expect(200);
    expect(plain.body).toMatchObject({ session: { label: 'Chrome on macOS', appName: 'Chrome', appVersion: '142.0.0.0' } });
  });

  it('looks at the body alone: what stands in the query never counts', async () => {
    const query = new URLSearchParams({ email: ann.email, username: ann.email, identifier: ann.email, password: ann.password }).toString();
    await signIn({}, `?${query}`).expect(400);
    await signIn({ email: ann.email }, `?${query}`).expect(400);
    await signIn({ password: ann.password }, `?${query}`).expect(400);
    await signIn({ email: ann.email, password: '' }, `?${query}`).expect(401);
    await signIn({ email: ann.email, password: 'not the password' }, `?${query}`).expect(401);
    await signIn({ email: 'nobody@example.com', password: ann.password }, `?${query}`).expect(401);
    await app.http.post(`/v2/auth/sign-in?${query}`).expect(400);
  });

  it('takes the address where both are given', async () => {
    const bob = await app.given.user({ username: 'bob', password: 'Right-Horse-2-Staple' });
    expect((await signIn({ email: bob.email, username: 'Annie', password: bob.password }).expect(200)).body).toMatchObject({ user: { id: bob.id } });
    await signIn({ email: bob.email, username: 'Annie', password: ann.password }).expect(401);
  });

  it('works with a form too', async () => {
    await app.http.post('/v2/auth/sign-in').type('form').send({ email: ann.email, password: ann.password }).expect(200);
  });
});

describe('a failure to sign in', () => {
  it('is the same for every cause, and stores nothing', async () => {
    const [disabled, gone] = [await app.given.user(), await app.given.user()];
    await app.db('UPDATE users SET disabled_at = now() WHERE id = $1', [disabled.id]);
    await app.db('DELETE FROM passwords WHERE user_id = $1', [gone.id]);
    const before = await storeOf(app);
    const answers = [
      await signIn({ email: ann.email, password: 'not the password' }),
      await signIn({ email: ann.email, password: ann.password.toLowerCase() }),
      await signIn({ email: ann.email, password: ` ${ann.password}` }),
      await signIn({ username: 'nobody', password: ann.password }),
      await signIn({ email: 'nobody@example.com', password: ann.password }),
      await signIn({ email: disabled.email, password: disabled.password }),
      await signIn({ email: gone.email, password: gone.password }),
      await signIn({ email: ann.email, password: 'x'.repeat(1024) }),
    ];
    const shown = answers.map(({ status, body, headers }) => ({ status, body: body as unknown, headers: { ...headers, date: '', 'x-request-id': '' } }));
    for (const one of shown) expect(one).toEqual(shown[0]);
    expect(shown[0]).toMatchObject({ status: 401, body: REFUSAL, headers: { 'www-authenticate': 'Bearer realm="latchkey"' } });
    expect(await storeOf(app)).toEqual(before);
  });

  it('says what is missing before anything is looked up', async () => {
    const faults = async (credentials: object) => {
      const { body } = await signIn(credentials).expect(400);
      return (body as { errors: { field: string; code: string }[] }).errors.map(({ field, code }) => `${field} ${code}`);
    };
    expect(await faults({ password: 'x' })).toEqual(['email required']);
    expect(await faults({ email: '', username: '', password: 'x' })).toEqual(['email required']);
    expect(await faults({ email: ann.email })).toEqual(['password required']);
    expect(await faults({ email: { $ne: '' }, password: ['x'] })).toEqual(['email not_text', 'password not_text']);
    expect(await faults({ email: ann.email, password: 'x'.repeat(1025) })).toEqual(['password too_long']);
  });

  it('locks the identifier after ten, known or unknown alike, and never the live sessions', async () => {
    const eve = await app.given.user();
    const phone = await app.given.session(eve);
    const lock = async (email: string) => {
      const guesses = await Promise.all(Array.from({ length: 30 }, (_, i) => signIn({ email, password: `guess-${i}` })));
      expect([401, 429].map((status) => guesses.filter((answer) => answer.status === status).length)).toEqual([10, 20]);
      return signIn({ email, password: eve.password }).expect(429);
    };
    const [known, unknown] = [await lock(eve.email), await lock('no-such-person@example.com')];
    expect(unknown.body).toEqual(known.body);
    expect(known.body).toMatchObject({ code: 'too_many_requests', status: 429 });
    expect(Math.abs(Number(known.headers['retry-after']) - Number(unknown.headers['retry-after']))).toBeLessThanOrEqual(5);
    await phone.get('/v2/users/me').expect(200);
    await app.http.post('/v2/password-recovery').send({ email: eve.email }).expect(202);
    await app.mailbox.waitFor(eve.email, { subject: /password|recover/i });
  });

  it('counts whatever a proxy that is not trusted claims', async () => {
    const guess = (i: number) => signIn({ email: 'spread@example.com', password: `guess-${i}` }).set('x-forwarded-for', `192.0.2.${i}`);
    for (let i = 0; i < 10; i++) await guess(i).expect(401);
    await guess(11).expect(429);
  });
});

describe('signing out', () => {
  it('ends the session: access and refresh tokens are dead', async () => {
    const [phone, laptop] = [await app.given.session(ann), await app.given.session(ann)];
    await phone.post('/v2/auth/sign-out').expect(204, '');
    expect((await phone.get('/v2/users/me').expect(401)).body).toMatchObject({ code: 'session_ended' });
    const refused = await app.http.post('/v2/auth/refresh').send({ refreshToken: phone.refreshToken }).expect(401);
    expect(refused.body).toMatchObject({ code: 'refresh_token_invalid' });
    await phone.post('/v2/auth/sign-out').expect(401);
    await laptop.get('/v2/users/me').expect(200);
  });

  it('needs a token', async () => {
    const { body, headers } = await app.http.post('/v2/auth/sign-out').expect(401);
    expect(body).toMatchObject({ code: 'token_missing' });
    expect(headers['www-authenticate']).toBe('Bearer realm="latchkey"');
  });
});
