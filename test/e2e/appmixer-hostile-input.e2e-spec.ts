import { startApp, type TestApp } from '../support/app';
import { storeOf } from '../support/store';

interface Route {
  readonly path: string;
  /** Who calls: an admin who is signed in may call every route. */
  readonly signedIn: boolean;
  readonly body: Readonly<Record<string, string>>;
}

const ROUTES: readonly Route[] = [
  { path: '/user/auth', signedIn: false, body: { username: 'root@example.com', email: 'root@example.com', password: 'Right-Horse-1' } },
  { path: '/user', signedIn: false, body: { username: 'new', email: 'new@example.com', password: 'Right-Horse-1' } },
  { path: '/user/change-password', signedIn: true, body: { oldPassword: 'Right-Horse-1', newPassword: 'Right-Horse-2' } },
  { path: '/user/forgot-password', signedIn: false, body: { email: 'root@example.com' } },
  { path: '/user/forgot-password/reset', signedIn: false, body: { password: 'Right-Horse-2', code: 'A'.repeat(43) } },
  { path: '/user/reset-password', signedIn: true, body: { email: 'root@example.com', password: 'Right-Horse-2' } },
];

/** What no field of any route takes, in the JSON that brings it. */
const BAD_VALUES = ['{}', '{"$gt": ""}', '[]', '["root@example.com"]', '5', 'true', String.raw`"a\u0000b@example.com"`, String.raw`"\ud800"`];

describe('Appmixer: hostile input', () => {
  let app: TestApp;
  let token: string;
  let store: unknown;
  beforeAll(async () => {
    app = await startApp({ THROTTLE: 'off' });
    await app.given.admin({ email: 'root@example.com', password: 'Right-Horse-1' });
    const answer = await app.http.post('/user/auth').send({ username: 'root@example.com', password: 'Right-Horse-1' }).expect(200);
    token = (answer.body as { token: string }).token;
    store = await storeOf(app);
  });
  afterEach(async () => {
    // Whatever was refused, the store holds exactly what it held before.
    expect(await storeOf(app)).toEqual(store);
  });
  afterAll(() => app?.close());

  describe.each(ROUTES)('to POST $path', ({ path, signedIn, body }) => {
    /** Sends bytes, and expects a refusal in the envelope. */
    async function refuses(bytes: string | Buffer, status = 400, contentType = 'application/json'): Promise<void> {
      const headers = { 'content-type': contentType, ...(signedIn ? { authorization: `Bearer ${token}` } : {}) };
      const answer = await fetch(app.baseUrl + path, { method: 'POST', headers, body: bytes });
      const text = await answer.text();
      const sent = bytes.toString().slice(0, 200);
      expect({ sent, status: answer.status }).toEqual({ sent, status });
      expect(JSON.parse(text)).toEqual({ statusCode: status, error: expect.any(String) as string, message: expect.any(String) as string });
      expect(text).not.toMatch(/\n\s+at |node_modules|SELECT|INSERT|__proto__/);
    }

    it.each(Object.keys(body))('%s of another type, or with what no text may hold', async (field) => {
      const others = Object.entries(body)
        .filter(([name]) => name !== field)
        .map(([name, value]) => `"${name}": ${JSON.stringify(value)}, `)
        .join('');
      for (const value of BAD_VALUES) await refuses(`{${others}"${field}": ${value}}`);
    });

    it('keys that reach a prototype', async () => {
      const fields = JSON.stringify(body).slice(1, -1);
      for (const key of ['__proto__', 'constructor', 'prototype']) {
        await refuses(`{${fields}, "${key}": {"scopes": ["admin"]}}`);
        // In a form such a key is left out, so the form lacks a field besides.
        await refuses(`${new URLSearchParams(Object.entries(body).slice(0, -1)).toString()}&${key}[scopes]=admin`, 400, 'application/x-www-form-urlencoded');
        expect(({} as Record<string, unknown>)['scopes']).toBeUndefined();
      }
    });

    it('a key twice', async () => {
      const [name = '', value = ''] = Object.entries(body)[0] ?? [];
      await refuses(`{"${name}": "x", ${JSON.stringify(body).slice(1)}`);
      await refuses(`${new URLSearchParams(body).toString()}&${name}=${encodeURIComponent(value)}`, 400, 'application/x-www-form-urlencoded');
    });

    it('fields as lists and trees in a form', async () => {
      const [name = ''] = Object.keys(body).slice(-1);
      const rest = new URLSearchParams(Object.entries(body).filter(([field]) => field !== name)).toString();
      const values = ['[]=x', '[a]=x', '[a][b][c][d][e]=x', '=a%00b', '=%ff%fe'];
      for (const value of values) await refuses(`${rest}&${name}${value}`, 400, 'application/x-www-form-urlencoded');
      await refuses('a[]=1&'.repeat(1_500), 400, 'application/x-www-form-urlencoded');
    });

    it('what is no object, or not UTF-8', async () => {
      for (const bytes of ['[]', '"x"', '5', 'null', 'true', '{', '', '{}', Buffer.from('{"email": "\xff\xfe"}', 'latin1')]) await refuses(bytes);
    });

    it('another media type, and more than the route takes', async () => {
      await refuses(JSON.stringify(body), 415, 'text/plain');
      await refuses(JSON.stringify(body), 415, 'multipart/form-data; boundary=x');
      await refuses(JSON.stringify({ ...body, password: 'x'.repeat(20_000) }), 413);
    });
  });
});
