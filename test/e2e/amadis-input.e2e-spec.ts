import { startApp, type TestApp } from '../support/app';
import { chunked, rawRequest, sendRaw } from '../support/raw';
import { storeOf } from '../support/store';

const EMAIL = 'ann@example.com';

/** Every route with a body that it takes; nothing of it is in order once one field is hostile. */
const ROUTES = [
  { method: 'POST', path: '/api/user/v1/register', good: { name: 'Eve', email: 'eve@example.com', password: 'horse7' } },
  { method: 'PATCH', path: '/api/user/v1/changepassword', good: { email: EMAIL, oldpassword: 'horse7', newpassword: 'battery8' } },
  { method: 'PATCH', path: '/api/user/v1/resetpassword', good: { email: EMAIL } },
] as const;

const HOSTILE_VALUES: readonly unknown[] = [
  null,
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
  '',
];

describe('hostile input', () => {
  let app: TestApp;
  let before: unknown;
  beforeAll(async () => {
    app = await startApp();
    await app.http.post('/api/user/v1/register').send({ name: 'Ann', email: EMAIL, password: 'horse7' }).expect(201);
    before = await storeOf(app);
  });
  afterAll(() => app?.close());
  afterEach(async () => expect(await storeOf(app)).toEqual(before));

  async function refused(method: string, path: string, type: string | null, body: string) {
    const answer = await fetch(app.baseUrl + path, { method, body, headers: type === null ? {} : { 'content-type': type } });
    const shown = (await answer.json()) as { status: string; data: Record<string, string> };
    const named = Object.keys(shown.data ?? {}).length > 0;
    const seen = { body: body.slice(0, 100), isRefusal: [400, 413, 415].includes(answer.status), word: shown.status, named };
    expect(seen).toEqual({ ...seen, isRefusal: true, word: 'fail', named: true });
    expect(JSON.stringify(shown)).not.toMatch(/select|insert|at \/|node_modules|PostgreSQL|QueryFailed/i);
  }

  describe.each(ROUTES)('on $method $path', ({ method, path, good }) => {
    const fields = Object.keys(good);

    it.each(fields)('in %s is refused', async (field) => {
      for (const value of HOSTILE_VALUES) await refused(method, path, 'application/json', JSON.stringify({ ...good, [field]: value }));
    });

    it.each(fields)('in %s of a form is refused', async (field) => {
      const others = new URLSearchParams(Object.entries(good).filter(([name]) => name !== field)).toString();
      const value = encodeURIComponent((good as Record<string, string>)[field] ?? '');
      const hostile = [`${field}[]=${value}`, `${field}[$ne]=${value}`, `${field}=${value}&${field}=${value}`, `${field}=${value}%00`, `${field}=%ff`, ''];
      for (const part of hostile) await refused(method, path, 'application/x-www-form-urlencoded', `${others}&${part}`);
    });

    it('that is no object, or one that nobody writes, is refused', async () => {
      const json = JSON.stringify(good);
      const having = (part: string) => `{${part},${json.slice(1)}`;
      const hostile = [having('"__proto__":{"a":1}'), having('"constructor":{}'), having('"email":"x@example.com"')];
      const others = ['[]', `[${json}]`, '"text"', '5', 'null', 'true', '{', `${json}${json}`];
      for (const body of [...others, ...hostile]) await refused(method, path, 'application/json', body);
      await refused(method, path, 'application/x-www-form-urlencoded', '__proto__[a]=1&constructor[prototype][a]=1');
      expect(({} as Record<string, unknown>)['a']).toBeUndefined();
    });

    it('of a media type that is not taken is refused', async () => {
      const types = ['text/plain', 'multipart/form-data; boundary=x', 'application/xml', 'application/jsonp'];
      for (const type of types) await refused(method, path, type, JSON.stringify(good));
    });

    it('of a megabyte, or with ten thousand fields, is refused', async () => {
      await refused(method, path, 'application/x-www-form-urlencoded', 'a[]=1&'.repeat(2_500));
      const body = JSON.stringify({ ...good, password: 'p'.repeat(1_048_576), oldpassword: 'p'.repeat(1_048_576) });
      const head = { 'Content-Type': 'application/json', 'Content-Length': String(body.length) };
      const answer = await sendRaw(app.port, rawRequest(`${method} ${path} HTTP/1.1`, head, body.slice(0, 1_000)));
      expect([answer.status, JSON.parse(answer.body)]).toEqual([413, { status: 'fail', data: { body: 'The body is too large' } }]);
      const parts = { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' };
      const inParts = await sendRaw(app.port, rawRequest(`${method} ${path} HTTP/1.1`, parts, chunked(body.slice(0, 20_000))));
      expect(inParts.status).toBe(413);
    });
  });
});

test('keys of other APIs are ignored, and HTML in a name is inert in the mail', async () => {
  const app = await startApp();
  try {
    const grab = { scopes: ['admin'], scope: 'admin', isActive: true, emailVerified: true, emailVerifiedAt: '2020-01-01', id: 1 };
    await app.http
      .post('/api/user/v1/register')
      .send({ name: '<b>{{7*7}}</b>', email: EMAIL, password: 'horse7', ...grab })
      .expect(201);
    const rows = await app.db('SELECT name, scopes, email_verified_at, number::int FROM users');
    expect(rows).toEqual([{ name: '<b>{{7*7}}</b>', scopes: ['user'], email_verified_at: null, number: expect.any(Number) as number }]);
    const { html } = await app.mailbox.waitFor(EMAIL);
    expect(html).not.toMatch(/<b>(\{\{|49)|&gt;49/);
    expect(html).toContain('&lt;b&gt;{{7*7}}&lt;/b&gt;');
  } finally {
    await app.close();
  }
});
