import { startApp, type TestApp } from '../support/app';
import { chunked, rawRequest, sendRaw } from '../support/raw';
import { storeOf } from '../support/store';
import { PHONE, Uprogress } from '../support/uprogress';

const EMAIL = 'ann@example.com';

/** Every route with a body, the fields that are wrong whatever hostile value they hold, and those that may be left out. */
const ROUTES = [
  {
    method: 'POST',
    path: 'sessions',
    good: { email: EMAIL, password: 'Wrong-Horse-1', authorization: PHONE },
    required: ['email', 'password', 'authorization'],
    optional: [],
  },
  {
    method: 'POST',
    path: 'registrations',
    good: { email: 'not an address', password: 'Password123', password_confirmation: 'Password123', nick: 'eve', authorization: PHONE },
    required: ['password', 'authorization'],
    optional: ['password_confirmation', 'nick'],
  },
  { method: 'POST', path: 'sessions/restore_password', good: { email: '' }, required: ['email'], optional: [] },
  { method: 'PUT', path: 'sessions/reset_password', good: { token: 'none', password: 'Altair_69' }, required: ['token', 'password'], optional: [] },
  {
    method: 'PUT',
    path: 'users/change_password',
    good: { password: 'no', password_confirmation: 'no' },
    required: ['password'],
    optional: ['password_confirmation'],
  },
  {
    method: 'PUT',
    path: 'users/ann',
    good: { email: '', first_name: 'Eve', last_name: 'Eve', description: 'Eve', location: 'Eve' },
    required: ['first_name', 'last_name'],
    optional: ['description', 'location'],
  },
  { method: 'POST', path: 'devices', root: 'device', good: { token: '' }, required: ['token'], optional: [] },
] as const;

const HOSTILE: readonly unknown[] = [
  0,
  5,
  true,
  false,
  {},
  [],
  [EMAIL],
  { $ne: null },
  { $gt: '' },
  { length: 9 },
  { toString: 'x' },
  [{ email: EMAIL }],
  'a\u0000b',
  '\ud800',
  'x'.repeat(5_000),
  null,
  '',
];

describe('hostile input', () => {
  let app: TestApp;
  let token: string;
  let before: unknown;
  beforeAll(async () => {
    app = await startApp({ THROTTLE: 'off', LEGACY_RECOVERY: 'faithful' });
    ({ token } = await new Uprogress(app).register({ email: EMAIL, nick: 'ann' }));
    before = await storeOf(app);
  });
  afterAll(() => app?.close());
  afterEach(async () => expect(await storeOf(app)).toEqual(before));

  async function refused(method: string, path: string, type: string, body: string): Promise<void> {
    const answer = await fetch(`${app.baseUrl}/api/v1/${path}`, { method, body, headers: { uprogresstoken: token, 'content-type': type } });
    const shown = await answer.text();
    const seen = { body: body.slice(0, 120), isRefusal: [400, 413, 415, 422].includes(answer.status), envelope: /^\{"(error":"|errors":\{"\w)/.test(shown) };
    expect({ ...seen, shown }).toEqual({ ...seen, isRefusal: true, envelope: true, shown });
    expect(shown).not.toMatch(/select |insert |at \/|node_modules|PostgreSQL|QueryFailed/i);
  }

  describe.each(ROUTES)('on $method $path', (route) => {
    const { method, path, good, required, optional } = route;
    const root = 'root' in route ? route.root : 'user';
    const json = JSON.stringify({ [root]: good });

    it.each([...required, ...optional])('in %s is refused', async (field) => {
      for (const value of HOSTILE) await refused(method, path, 'application/json', JSON.stringify({ [root]: { ...good, [field]: value } }));
    });

    it.each(required)('in %s of a form is refused', async (field) => {
      const value = 'x%40example.com';
      const name = `${root}[${field}]`;
      const forms = [`${name}[]=${value}`, `${name}[$ne]=${value}`, `${name}=${value}&${name}=${value}`, `${name}=${value}%00`, `${name}=%ff`];
      for (const form of forms) await refused(method, path, 'application/x-www-form-urlencoded', form);
    });

    it('that is no object, or one that nobody writes, is refused', async () => {
      const rest = json.slice(1);
      const others = ['[]', `[${json}]`, '"text"', '5', 'null', 'true', '{', `${json}${json}`];
      const hostile = [`{"__proto__":{"a":1},${rest}`, `{"constructor":{},${rest}`, `{"${root}":{},${rest}`, `{"${root}":{"__proto__":{"a":1}}}`];
      for (const body of [...others, ...hostile]) await refused(method, path, 'application/json', body);
      await refused(
        method,
        path,
        'application/x-www-form-urlencoded',
        `__proto__[a]=1&${root}[__proto__][a]=1&constructor[prototype][a]=1&${root}[${required[0]}][a]=1`,
      );
      expect(({} as Record<string, unknown>)['a']).toBeUndefined();
    });

    it('of another media type, of a megabyte or of ten thousand fields is refused', async () => {
      for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/xml', 'application/jsonp']) await refused(method, path, type, json);
      await refused(method, path, 'application/x-www-form-urlencoded', 'a[]=1&'.repeat(2_500));
      const head = { 'Content-Type': 'application/json', uprogresstoken: token };
      const large = await sendRaw(app.port, rawRequest(`${method} /api/v1/${path} HTTP/1.1`, { ...head, 'Content-Length': '1048576' }, json));
      expect([large.status, large.body]).toEqual([413, '{"error":"The request body is too large"}']);
      const parts = chunked('{"user":{"password":"', ...Array.from({ length: 70 }, () => 'p'.repeat(8_192)), '"}}');
      const inParts = await sendRaw(app.port, rawRequest(`${method} /api/v1/${path} HTTP/1.1`, { ...head, 'Transfer-Encoding': 'chunked' }, parts));
      expect(inParts.status).toBe(413);
    });
  });
});

describe('keys and values of other APIs', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.close());

  it('are ignored, and HTML in a name is inert in the mail', async () => {
    const extra = { scope: 'admin', scopes: ['admin'], isActive: true, email_verified_at: '2020-01-01', id: 1, number: 1 };
    const authorization = { ...PHONE, id: 1, user_id: 1, client: 'native' };
    const user = { email: 'eve@example.com', password: 'Password123', nick: '<b>{{7*7}}</b>', authorization, ...extra };
    const { body } = await app.http.post('/api/v1/registrations').send({ user }).expect(200);
    const { token } = body as { token: string };
    await new Uprogress(app).put(token, 'users/%3Cb%3E%7B%7B7*7%7D%7D%3C%2Fb%3E', { user: { first_name: 'Eve', ...extra } }).expect(200);
    const rows = await app.db('SELECT username, scopes, email_verified_at, first_name FROM users');
    expect(rows).toEqual([{ username: '<b>{{7*7}}</b>', scopes: ['user'], email_verified_at: null, first_name: 'Eve' }]);
    expect(await app.db('SELECT client FROM sessions')).toEqual([{ client: 'uprogress' }]);
    expect((await app.mailbox.waitFor('eve@example.com')).html).not.toMatch(/<b>(\{\{|49)|49<\/b>/);
  });

  it('name a nick that is an address but not the own one, with every other fault, and pass over the own one', async () => {
    const register = (user: object) =>
      app.http.post('/api/v1/registrations').send({ user: { email: 'nicked@example.com', password: 'Password123', authorization: PHONE, ...user } });
    const others = await register({ nick: 'somebody@example.com', password: 'x' }).expect(422);
    expect(others.body).toEqual({ errors: { nick: ['is invalid'], password: ['is too short (minimum is 6 characters)'] } });
    const first = await register({ nick: ' Nicked@Example.com' }).expect(200);
    const shown = await new Uprogress(app).get((first.body as { token: string }).token, 'sessions/current').expect(200);
    expect(shown.body).toMatchObject({ current_user: { nick: null } });
    const again = await register({ nick: 'nicked@example.com' }).expect(422);
    expect(again.body).toEqual({ errors: { email: [' email already taken'] } });
  });

  it('measure a nick as it is stored', async () => {
    const register = (nick: string) =>
      app.http.post('/api/v1/registrations').send({ user: { email: 'longest@example.com', password: 'Password123', authorization: PHONE, nick } });
    const { body } = await register('İ'.repeat(64)).expect(422);
    expect(body).toEqual({ errors: { nick: ['is too long'] } });
    await register('Å'.repeat(64)).expect(200);
    expect(await app.db(`SELECT username FROM users WHERE email = 'longest@example.com'`)).toEqual([{ username: 'å'.repeat(64) }]);
  });

  it('find nobody where a path is long, and any origin may read so', async () => {
    const { token } = await new Uprogress(app).register();
    for (const [path, status] of [
      [`users/${'a'.repeat(3_000)}`, 404],
      ['%zz', 404],
    ] as const) {
      const answer = await new Uprogress(app)
        .put(token, path, { user: { first_name: 'Eve' } })
        .set('origin', 'https://anywhere.example')
        .expect(status);
      expect(answer.body).toHaveProperty('error');
      expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    }
  });

  it('of one address in different case, a hundred at once, make one account', async () => {
    const spelled = (i: number) => 'crowd@example.com'.replace(/[a-z]/g, (letter, at: number) => ((i >> (at % 5)) & 1 ? letter.toUpperCase() : letter));
    const register = (email: string) => app.http.post('/api/v1/registrations').send({ user: { email, password: 'Password123', authorization: PHONE } });
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => register(spelled(i))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 99 }, () => 422)]);
    for (const { body } of answers.filter(({ status }) => status === 422)) expect(body).toEqual({ errors: { email: [' email already taken'] } });
    expect(await app.db(`SELECT count(*)::int AS n FROM users WHERE lower(email) = 'crowd@example.com'`)).toEqual([{ n: 1 }]);
  });
});
