import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { startApp, type TestApp } from '../support/app';
import type { Device, Person } from '../support/factories';
import { type LogLine, logOf } from '../support/log-lines';
import { rawRequest, sendRaw } from '../support/raw';
import { within } from '../support/within';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${TRACE}-b7ad6b7169203331-01`;
const ID = /^[0-9a-f]{32}$/;

describe('the log of requests', () => {
  let app: TestApp;
  let log: ReturnType<typeof logOf>;
  let ann: Person;
  let phone: Device;

  beforeAll(async () => {
    app = await startApp();
    log = logOf(app);
    ann = await app.given.user();
    phone = await app.given.session(ann);
  });
  beforeEach(() => log.clear());
  afterAll(() => app?.close());

  const requests = (): LogLine[] => log.lines().filter(({ event }) => event === 'request');
  const only = (): LogLine => {
    expect(requests()).toHaveLength(1);
    return requests()[0]!;
  };

  it('has one line for a request: which, by whom, from where, with what outcome, in which time', async () => {
    const { headers } = await phone.get('/v2/users/me?token=abc').expect(200);
    expect(only()).toEqual({
      level: 30,
      time: expect.any(Number) as unknown,
      pid: process.pid,
      hostname: expect.any(String) as unknown,
      event: 'request',
      api: 'native',
      method: 'GET',
      route: '/v2/users/me',
      requestId: headers['x-request-id'],
      status: 200,
      ms: expect.any(Number) as unknown,
      ip: '127.0.0.1',
      userId: ann.id,
      sessionId: phone.sessionId,
    });
    expect(headers['x-request-id']).toMatch(ID);
    expect(only()['ms']).toBeGreaterThanOrEqual(0);
  });

  it.each([
    ['HEAD', '/health/live', 'native', '/health/live', 200],
    ['DELETE', `/v2/sessions/${randomBytes(16).toString('hex')}?a=b`, 'native', '/v2/sessions/:id', 401],
    ['POST', `/v1/repair/${randomBytes(16).toString('hex')}`, 'mixapp', '/v1/repair/:token', 200],
    ['GET', '/account/recover/confirm?token=abc', 'pages', '/account/recover/confirm', 400],
    ['GET', '/v2/nothing/here?token=abc', 'native', '(none)', 404],
    ['GET', '/v1/nothing/here', 'mixapp', '(none)', 404],
    ['OPTIONS', '/v2/users/me', 'native', '*', 204],
  ])('tells the route of %s %s, never its path', async (method, path, api, route, status) => {
    await fetch(app.baseUrl + path, { method, headers: { origin: 'https://app.example.com', 'access-control-request-method': 'GET' } });
    expect(only()).toMatchObject({ api, method, route, status });
    if (path !== route) expect(JSON.stringify(only())).not.toContain(path);
  });

  it('has one line for an OPTIONS that is no preflight', async () => {
    await fetch(`${app.baseUrl}/user/nothing`, { method: 'OPTIONS' });
    expect(only()).toMatchObject({ api: 'appmixer', method: 'OPTIONS', route: '(none)', status: 404, code: 'route_not_found' });
  });

  it.each([
    ['GET', '/v2/users/me', 401, 'token_missing'],
    ['GET', '/v2/service-keys', 404, 'route_not_found'],
    ['POST', '/v1/update', 200, 'token_missing'],
    ['GET', '/%zz', 404, 'route_not_found'],
    ['POST', '/account/sign-in', 400, 'invalid_input'],
  ])('tells why %s %s has failed', async (method, path, status, code) => {
    await fetch(app.baseUrl + path, { method });
    expect(only()).toMatchObject({ status, code });
  });

  it('tells who was refused what (ASVS 16.3.2)', async () => {
    const { body } = await app.http.post('/user/auth').send({ username: ann.email, password: ann.password }).expect(200);
    log.clear();
    await app.http
      .post('/user/reset-password')
      .set('authorization', `Bearer ${(body as { token: string }).token}`)
      .send({ email: ann.email, password: 'Plum-Kettle-93-Harbour' })
      .expect(403);
    expect(only()).toMatchObject({ status: 403, code: 'insufficient_scope', userId: ann.id, sessionId: expect.any(String) as unknown, ip: '127.0.0.1' });
  });

  it('has a line for a path that is no URL, and an id in its answer', async () => {
    const { status, headers } = await sendRaw(app.port, rawRequest('GET /v2/%zz HTTP/1.1'));
    expect([status, headers['x-request-id']]).toEqual([404, only()['requestId']]);
    expect(only()).toMatchObject({ route: '(none)', status: 404 });
  });

  it('has a line for a body that is broken off', async () => {
    const socket = connect(app.port, '127.0.0.1').on('error', () => undefined);
    socket.write(rawRequest('POST /v2/auth/sign-in HTTP/1.1', { 'Content-Type': 'application/json', 'Content-Length': '500' }, '{"email":"'));
    setTimeout(() => socket.destroy(), 200);
    await within(5_000, () => Promise.resolve(only()));
    expect(only()).toMatchObject({ method: 'POST', route: '/v2/auth/sign-in', ip: '127.0.0.1' });
  });

  it('names a request by the trace that its caller is in', async () => {
    const { headers } = await phone.get('/v2/users/me').set('traceparent', TRACEPARENT).expect(200);
    expect([headers['x-request-id'], only()['requestId']]).toEqual([TRACE, TRACE]);
  });

  it.each(['', 'abc', '00-00000000000000000000000000000000-b7ad6b7169203331-01', `ff${TRACEPARENT.slice(2)}`, TRACEPARENT.toUpperCase()])(
    'takes no name from the traceparent %j, nor from an X-Request-Id',
    async (traceparent) => {
      const { headers } = await app.http.get('/health/live').set({ traceparent, 'x-request-id': 'mine' });
      expect(headers['x-request-id']).toMatch(ID);
      expect(headers['x-request-id']).not.toBe(TRACE);
    },
  );

  it('bears the id on every other line of the request', async () => {
    const { headers } = await app.http.post('/v2/auth/sign-in').send({ email: ann.email, password: ann.password }).expect(200);
    const [signedIn, request] = log.lines();
    expect([signedIn, request]).toMatchObject([{ event: 'signed_in' }, { event: 'request', route: '/v2/auth/sign-in' }]);
    expect([signedIn?.['requestId'], request?.['requestId']]).toEqual([headers['x-request-id'], headers['x-request-id']]);
  });

  it('gives no two requests one id', async () => {
    const ids = await Promise.all(Array.from({ length: 600 }, async () => (await app.http.get('/health/live')).headers['x-request-id'] as string));
    expect(new Set(ids).size).toBe(600);
  });
});

describe('a failure of ours in a read', () => {
  it('is logged with the request’s id', async () => {
    const app = await startApp();
    const log = logOf(app);
    const phone = await app.given.session(await app.given.user());
    await app.db('ALTER TABLE sessions RENAME TO gone');
    try {
      const { headers } = await phone.get('/v2/sessions').expect(500);
      expect(log.lines().find(({ level }) => level === 50)).toMatchObject({ requestId: headers['x-request-id'], context: 'http' });
    } finally {
      await app.db('ALTER TABLE gone RENAME TO sessions');
      await app.close();
    }
  });
});

describe.each([
  ['changes', ['POST 401', 'GET 401']],
  ['none', []],
])('LOG_REQUESTS=%s', (mode, expected) => {
  it('leaves lines out', async () => {
    const app = await startApp({ LOG_REQUESTS: mode });
    const log = logOf(app);
    await app.http.get('/health/live').expect(200);
    await app.http.post('/v2/auth/sign-in').send({ email: 'nobody@example.com', password: 'nothing at all' }).expect(401);
    await app.http.get('/v2/users/me').expect(401);
    const lines = log.lines().filter(({ event }) => event === 'request');
    expect(lines.map(({ method, status }) => `${String(method)} ${String(status)}`)).toEqual(expected);
    await app.close();
  });
});
