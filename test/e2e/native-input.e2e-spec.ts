import { startApp, type TestApp } from '../support/app';
import type { Device } from '../support/factories';
import { chunked, rawRequest, sendRaw } from '../support/raw';
import { storeOf } from '../support/store';

const EMAIL = 'ann@example.com';
const PASSWORD = 'Right-Horse-1-Staple';
const TOKEN = 'A'.repeat(43);

/** Every native route that reads a body, with fields that it would take. */
const ROUTES = [
  { method: 'POST', path: '/v2/users', good: { email: 'eve@example.com', password: PASSWORD, username: 'eve', name: 'Eve', device: { label: 'x' } } },
  {
    method: 'PATCH',
    path: '/v2/users/me',
    good: { username: 'eve', name: 'x', firstName: 'x', lastName: 'x', description: 'x', location: 'x', avatar: 'x', locale: 'de' },
  },
  { method: 'PUT', path: '/v2/users/me/password', good: { currentPassword: PASSWORD, newPassword: 'Staple-Battery-2' } },
  { method: 'POST', path: '/v2/users/email-confirmations', good: { token: TOKEN, password: PASSWORD, newPassword: PASSWORD } },
  { method: 'DELETE', path: '/v2/users/me', good: { currentPassword: PASSWORD } },
  { method: 'POST', path: '/v2/auth/sign-in', good: { email: EMAIL, username: 'ann', password: PASSWORD, device: { label: 'x' } } },
  { method: 'POST', path: '/v2/auth/refresh', good: { refreshToken: TOKEN } },
  { method: 'PATCH', path: '/v2/sessions/:id', good: { label: 'x' } },
  { method: 'POST', path: '/v2/password-recovery', good: { email: EMAIL } },
  { method: 'POST', path: '/v2/password-recovery/confirm', good: { token: TOKEN, newPassword: 'Staple-Battery-2' } },
] as const;

/** No field takes any of these; null and "" are left out, since some fields are cleared by them. */
const HOSTILE: readonly unknown[] = [0, 5, true, false, [], [EMAIL], [null], [{ a: 1 }], 'a\u0000b', '\ud800', '\udc00a'];
/** Objects: what a text field must not be, and a device may. */
const NO_TEXT: readonly unknown[] = [{}, { $ne: null }, { length: 9 }, { toString: 'x' }, { $gt: '' }];

describe('hostile input', () => {
  let app: TestApp;
  let phone: Device;
  let before: unknown;
  beforeAll(async () => {
    app = await startApp({ THROTTLE: 'off' });
    phone = await app.given.session(await app.given.user({ email: EMAIL, username: 'ann', password: PASSWORD }));
    before = await storeOf(app);
  });
  afterAll(() => app?.close());
  afterEach(async () => expect(await storeOf(app)).toEqual(before));

  async function refused(method: string, path: string, type: string, body: string): Promise<void> {
    const url = app.baseUrl + path.replace(':id', phone.sessionId);
    const answer = await fetch(url, { method, body, headers: { 'content-type': type, authorization: `Bearer ${phone.accessToken}` } });
    const problem = (await answer.json()) as { status: number; code: string };
    const seen = { body: body.slice(0, 80), status: answer.status, type: answer.headers.get('content-type'), told: problem.status };
    expect([400, 413, 415]).toContain(answer.status);
    expect(seen).toEqual({ ...seen, type: 'application/problem+json; charset=utf-8', told: answer.status });
    expect(['malformed_body', 'invalid_input', 'body_too_large', 'unsupported_media_type']).toContain(problem.code);
    expect(JSON.stringify(problem)).not.toMatch(/select |insert |at \/|node_modules|postgres|QueryFailed/i);
  }

  describe.each(ROUTES)('on $method $path', ({ method, path, good }) => {
    const fields = Object.keys(good);
    const json = JSON.stringify(good);

    it.each(fields)('in %s is refused', async (field) => {
      const values = field === 'device' ? HOSTILE : [...HOSTILE, ...NO_TEXT];
      for (const value of values) await refused(method, path, 'application/json', JSON.stringify({ ...good, [field]: value }));
    });

    it.each(fields)('in %s of a form is refused', async (field) => {
      for (const part of [`${field}[]=x`, `${field}=x&${field}=y`, `${field}=x%00`, `${field}=%ff`, `${field}=%zz%ff`]) {
        await refused(method, path, 'application/x-www-form-urlencoded', part);
      }
    });

    it('that is no object, or one that nobody writes, is refused', async () => {
      const having = (part: string) => `{${part},${json.slice(1)}`;
      const hostile = ['"__proto__":{"polluted":1}', '"constructor":{"prototype":{"polluted":1}}', `"${fields[0]}":"x"`].map(having);
      const others = ['[]', `[${json}]`, '"text"', '5', 'null', 'true', '{', `${json}${json}`];
      for (const body of [...others, ...hostile]) await refused(method, path, 'application/json', body);
      await refused(method, path, 'application/x-www-form-urlencoded', `${'a[]=1&'.repeat(2_500)}x=1`);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    });

    it('of a media type that is not taken is refused', async () => {
      for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/xml', 'application/jsonp']) await refused(method, path, type, json);
    });
  });

  it('of too many bytes is refused before it is read, with a length and without', async () => {
    const head = { Authorization: `Bearer ${phone.accessToken}`, 'Content-Type': 'application/json' };
    for (const { method, path } of ROUTES) {
      const size = path === '/v2/users/me' && method === 'PATCH' ? 600_000 : 16_385;
      const line = `${method} ${path.replace(':id', phone.sessionId)} HTTP/1.1`;
      const told = await sendRaw(app.port, rawRequest(line, { ...head, 'Content-Length': String(size) }, '{'));
      const parts = await sendRaw(app.port, rawRequest(line, { ...head, 'Transfer-Encoding': 'chunked' }, chunked(`{"a":"${'x'.repeat(size)}`)));
      for (const { status, body } of [told, parts]) {
        expect([path, status, (JSON.parse(body) as { code: string }).code]).toEqual([path, 413, 'body_too_large']);
      }
    }
  });

  it('of ten thousand list elements, or a password of a megabyte, is refused at once', async () => {
    const began = Date.now();
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const list = 'a[]=1&'.repeat(10_000);
    const flood = await sendRaw(app.port, rawRequest('POST /v2/auth/sign-in HTTP/1.1', { ...form, 'Content-Length': String(list.length) }, list));
    const long = JSON.stringify({ email: EMAIL, password: 'p'.repeat(1_048_576) });
    const head = { 'Content-Type': 'application/json', 'Content-Length': String(long.length) };
    const huge = await sendRaw(app.port, rawRequest('POST /v2/auth/sign-in HTTP/1.1', head, long.slice(0, 10_000)));
    expect([flood.status, huge.status]).toEqual([413, 413]);
    expect(Date.now() - began).toBeLessThan(2_000);
  });
});

test('keys that nobody may set are ignored, and HTML in names is inert', async () => {
  const app = await startApp({ THROTTLE: 'off' });
  try {
    const verified = { emailVerified: true, emailVerifiedAt: '2020-01-01', email_verified_at: '2020-01-01' };
    const grab = { scope: 'admin', scopes: ['admin'], isActive: false, ...verified, id: 'x', number: 1, plan: 'gold', disabledAt: null };
    const name = '<img src=x onerror=alert(1)>{{7*7}}';
    await app.http
      .post('/v2/users')
      .send({ email: EMAIL, password: PASSWORD, name, ...grab })
      .expect(201);
    const phone = await app.given.session({ id: '', email: EMAIL, password: PASSWORD, username: null });
    await phone
      .patch('/v2/users/me')
      .send({ ...grab, email: 'eve@example.com', password: 'x', createdAt: '2020-01-01' })
      .expect(200);
    const [row] = await app.db('SELECT email, name, scopes, plan, email_verified_at, disabled_at FROM users');
    expect(row).toEqual({ email: EMAIL, name, scopes: ['user'], plan: 'free', email_verified_at: null, disabled_at: null });
    const { html } = await app.mailbox.waitFor(EMAIL);
    expect(html).not.toContain('<img');
    expect(html).toContain('{{7*7}}');
  } finally {
    await app.close();
  }
});
