import { startApp, type TestApp } from '../support/app';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ CORS_ORIGINS: 'https://app.example.com' });
});

afterAll(() => app.close());

const PREFLIGHT = { origin: 'https://anywhere.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };

describe('who sends no origin', () => {
  it('gets the same headers from the native API as a foreign origin', async () => {
    const [plain, foreign] = await Promise.all([app.http.get('/v2/users/me'), app.http.get('/v2/users/me').set('origin', 'https://evil.example')]);
    for (const { headers } of [plain, foreign]) {
      expect(headers).toMatchObject({ vary: 'Origin', 'access-control-expose-headers': 'Retry-After, X-Request-Id' });
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it('gets the same headers from UProgress as any origin', async () => {
    const path = '/api/v1/sessions/current';
    const [plain, any] = await Promise.all([app.http.get(path), app.http.get(path).set('origin', 'https://anywhere.example')]);
    for (const { headers } of [plain, any]) {
      expect(headers).toMatchObject({ vary: 'Origin', 'access-control-expose-headers': 'Retry-After, X-Request-Id', 'access-control-allow-origin': '*' });
    }
  });
});

describe('an OPTIONS that asks for no method', () => {
  it.each([
    ['/v2/auth/sign-in', { status: 404, title: 'Not Found' }],
    ['/v1/signin', { error_code: 404 }],
    ['/api/v1/sessions', { error: 'Not found' }],
    ['/api/user/v1/register', { status: 'fail' }],
    ['/user', { statusCode: 404, error: 'Not Found' }],
  ])('is no route of %s, and its API says so', async (path, envelope) => {
    for (const headers of [{}, { origin: 'https://anywhere.example' }]) {
      const { status, body } = await app.http.options(path).set(headers);
      const known = await app.http.delete(path).set(headers);
      expect([status, body]).toEqual([known.status, known.body]);
      expect(body).toMatchObject(envelope);
    }
  });
});

describe('a preflight', () => {
  it('is answered for every origin by UProgress, on any path of its own', async () => {
    for (const path of ['/api/v1/sessions', '/api/v1/nothing']) {
      const { status, headers } = await app.http.options(path).set(PREFLIGHT);
      expect(status).toBe(204);
      expect(headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type', 'access-control-max-age': '600' });
    }
  });

  it('is answered for the configured origins by the native API, and for no other', async () => {
    const ask = (origin: string) => app.http.options('/v2/auth/sign-in').set({ ...PREFLIGHT, origin });
    const [own, foreign] = await Promise.all([ask('https://app.example.com'), ask('https://evil.example')]);
    expect(own.headers['access-control-allow-origin']).toBe('https://app.example.com');
    expect(own.headers['access-control-allow-methods']).toBe('GET, POST, PUT, PATCH, DELETE');
    expect(foreign.headers).not.toHaveProperty('access-control-allow-origin');
  });
});
