import { startApp, type TestApp } from '../support/app';
import { type RawAnswer, rawRequest, sendRaw } from '../support/raw';

const JSON_HEAD = { 'Content-Type': 'application/json' };
const HARMLESS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

describe('the outside of the native API', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.close());

  const raw = (line: string, body = '', headers: Record<string, string> = {}): Promise<RawAnswer> =>
    sendRaw(app.port, rawRequest(line, body === '' ? headers : { ...headers, 'Content-Length': String(Buffer.byteLength(body)) }, body));
  const codeOf = ({ body }: RawAnswer) => (JSON.parse(body) as { code?: string }).code;

  const nowhere = ['/v2/nothing', '/v2', '/', '/nothing', '/v2/users/nothing', '/%zz', '/v2/%zz', '/v2/users/me/%00', `/${'x'.repeat(5_000)}`];
  it.each(nowhere)('says of %s that nothing is there', async (path) => {
    const answer = await raw(`GET ${path} HTTP/1.1`);
    expect([answer.status, codeOf(answer), answer.headers['content-type']]).toEqual([404, 'route_not_found', 'application/problem+json; charset=utf-8']);
  });

  it.each(['TRACE', 'CONNECT', 'PROPFIND', 'FOO'])('refuses %s', async (method) => {
    const answer = await raw(`${method} /v2/users/me HTTP/1.1`, '', { 'X-Secret': 'shown-back' }).catch(() => null);
    if (answer === null) return; // the connection was closed, which is a refusal too
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toContain('shown-back');
  });

  const slashes = ['//v2/users/me', '/v2//users/me'];
  const spellings = [...slashes, '/%762/users/me', '/v2/users/%6de', '/v2/users/me/', '/V2/users/me', '/./v2/users/me', '/v2/x/../users/me'];
  it.each(spellings)('guards %s as it does the plain path', async (path) => {
    const answer = await raw(`GET ${path} HTTP/1.1`);
    expect([401, 404]).toContain(answer.status);
    expect(['token_missing', 'route_not_found']).toContain(codeOf(answer));
  });

  it('counts guesses the same however the path is written', async () => {
    const body = JSON.stringify({ email: 'nobody@example.com', password: 'not the password' });
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) statuses.push((await raw(`POST ${i % 2 ? '/%762/auth/sign-in' : '/v2/auth/sign%2Din'} HTTP/1.1`, body, JSON_HEAD)).status);
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
    expect([404, 429]).toContain((await raw('POST //v2/auth/sign-in HTTP/1.1', body, JSON_HEAD)).status);
  });

  it('sends the headers that keep answers harmless, on failures too', async () => {
    const phone = await app.given.session(await app.given.user());
    const { http } = app;
    const requests = [phone.get('/v2/users/me'), http.get('/v2/users/me'), http.get('/v2/nothing'), http.post('/v2/auth/sign-in')];
    for (const answer of await Promise.all(requests)) {
      expect(answer.headers).toMatchObject(HARMLESS);
      expect(answer.headers).not.toHaveProperty('x-powered-by');
      expect(answer.headers).not.toHaveProperty('server');
      expect(answer.headers).not.toHaveProperty('strict-transport-security');
    }
  });

  it.each([
    [400, 'what is no HTTP', 'nonsense\r\n\r\n'],
    [400, 'a header that is none', rawRequest('GET /v2/users/me HTTP/1.1', { 'Bad Name': 'x' })],
    [400, 'two lengths', rawRequest('POST /v2/auth/sign-in HTTP/1.1', { 'Content-Length': '2', 'Transfer-Encoding': 'chunked' }, '{}')],
    [431, 'a head that is too large', rawRequest('GET /v1/update HTTP/1.1', { 'X-Long': 'x'.repeat(20_000) })],
  ])('answers %i to %s in its own form, with the headers of every answer, and closes', async (status, _, bytes) => {
    const answer = await sendRaw(app.port, bytes);
    expect(answer.headers).toMatchObject({ ...HARMLESS, connection: 'close', 'content-type': 'application/problem+json; charset=utf-8' });
    const title = status === 400 ? 'Bad Request' : 'Request Header Fields Too Large';
    const detail = 'This is no complete and well-formed HTTP request.';
    expect([answer.status, JSON.parse(answer.body)]).toEqual([
      status,
      { type: 'urn:latchkey:error:malformed_request', title, status, code: 'malformed_request', detail },
    ]);
  });

  it.each([
    ['POST /v2/auth/sign-in', { code: 'malformed_request', status: 400 }],
    ['GET /v2/nothing', { code: 'malformed_request', status: 400 }],
    ['POST /v1/signin', { error_code: 400, error_message: 'Bad Request', more_info: '' }],
    ['POST /api/v1/sessions', { error: 'The request is malformed' }],
    ['PATCH /api/user/v1/changepassword', { status: 'fail', data: { request: 'The request could not be read' } }],
    ['POST /user/auth', { statusCode: 400, error: 'Bad Request' }],
  ])('refuses %s without a Host in the form of its API', async (line, body) => {
    const answer = await sendRaw(app.port, `${line} HTTP/1.1\r\nConnection: close\r\n\r\n`);
    expect([answer.status, JSON.parse(answer.body)]).toEqual([400, expect.objectContaining(body)]);
    expect(answer.headers).toMatchObject(HARMLESS);
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
  });

  it('takes HTTP/1.0 without a Host, and passes over an expectation that it does not know', async () => {
    expect((await sendRaw(app.port, 'GET /health/live HTTP/1.0\r\n\r\n')).status).toBe(200);
    expect((await raw('GET /health/live HTTP/1.1', '', { Expect: 'the-unexpected' })).status).toBe(200);
  });

  it('reflects no foreign origin', async () => {
    const answer = await app.http.get('/v2/users/me').set('origin', 'https://evil.example');
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    const preflight = await app.http.options('/v2/users/me').set('origin', 'https://evil.example').set('access-control-request-method', 'PATCH');
    expect(preflight.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('takes a chunked body without a length, and an empty query', async () => {
    const body = JSON.stringify({ email: 'nobody2@example.com', password: 'not the password' });
    const chunks = `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    const answer = await sendRaw(app.port, rawRequest('POST /v2/auth/sign-in? HTTP/1.1', { ...JSON_HEAD, 'Transfer-Encoding': 'chunked' }, chunks));
    expect([answer.status, codeOf(answer)]).toEqual([401, 'bad_credentials']);
  });

  it('tells nothing of itself when it fails', async () => {
    const phone = await app.given.session(await app.given.user());
    await app.db('ALTER TABLE users RENAME COLUMN location TO elsewhere');
    try {
      const { body } = await phone.patch('/v2/users/me').send({ location: 'Oslo' }).expect(500);
      expect(body).toEqual({
        type: 'urn:latchkey:error:internal_error',
        title: 'Internal Server Error',
        status: 500,
        code: 'internal_error',
        detail: 'Something went wrong on our side.',
      });
    } finally {
      await app.db('ALTER TABLE users RENAME COLUMN elsewhere TO location');
    }
  });
});

test('CORS_ORIGINS lets those origins call, and only those', async () => {
  const app = await startApp({ CORS_ORIGINS: 'https://app.example.com' });
  try {
    const ask = async (origin: string) => (await app.http.get('/v2/users/me').set('origin', origin)).headers['access-control-allow-origin'];
    expect(await ask('https://app.example.com')).toBe('https://app.example.com');
    for (const foreign of ['https://evil.example', 'https://app.example.com.evil.example', 'null']) expect(await ask(foreign)).toBeUndefined();
  } finally {
    await app.close();
  }
});

test('behind TLS, browsers are told to stay there', async () => {
  const app = await startApp({ LATCHKEY_LOCAL: '0', PUBLIC_URL: 'https://accounts.example.com', SMTP_URL: 'none' });
  try {
    expect((await app.http.get('/v2/users/me').expect(401)).headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
  } finally {
    await app.close();
  }
});
