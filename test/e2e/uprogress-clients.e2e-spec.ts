import { startApp, type TestApp } from '../support/app';
import { chunked, rawRequest, sendRaw } from '../support/raw';
import { Uprogress } from '../support/uprogress';
import { within } from '../support/within';

const ORIGIN = 'https://progress.example.com';
const HEADERS = 'content-type,uprogresstoken,x-key-inflection';

let app: TestApp;
let api: Uprogress;
let token: string;
beforeAll(async () => {
  app = await startApp();
  api = new Uprogress(app);
  ({ token } = await api.register({ email: 'ann@example.com', nick: 'ann' }));
});
afterAll(() => app?.close());

describe('a web app of another origin', () => {
  it('may ask for every method and header that it uses', async () => {
    for (const [method, path] of [
      ['POST', 'sessions'],
      ['GET', 'sessions/current'],
      ['PUT', 'users/ann'],
      ['DELETE', 'authorizations/1'],
    ]) {
      const asked = { Origin: ORIGIN, 'Access-Control-Request-Method': method ?? '', 'Access-Control-Request-Headers': HEADERS };
      const { status, headers, body } = await sendRaw(app.port, rawRequest(`OPTIONS /api/v1/${path} HTTP/1.1`, asked));
      expect([status, body]).toEqual([204, '']);
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['access-control-allow-headers']).toBe(HEADERS);
      expect(headers['access-control-allow-methods']?.split(/, */)).toContain(method);
      expect(headers['access-control-allow-credentials']).toBeUndefined();
    }
  });

  it('may read every answer, failures too', async () => {
    const good = await api.get(token, 'sessions/current').set('origin', ORIGIN).set('x-key-inflection', 'camel').expect(200);
    const bad = await app.http.get('/api/v1/sessions/current').set('origin', ORIGIN).expect(401);
    const unknown = await app.http.get('/api/v1/nothing').set('origin', ORIGIN).expect(404);
    const malformed = await app.http.post('/api/v1/sessions').set('origin', ORIGIN).type('json').send('{').expect(400);
    for (const { headers } of [good, bad, unknown, malformed]) expect(headers['access-control-allow-origin']).toBe('*');
    expect(Object.keys(good.body as object)).toEqual(['currentUser']);
  });

  it('is nobody to the other APIs', async () => {
    const { headers } = await app.http.get('/v2/users/me').set('origin', ORIGIN).expect(401);
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('a client on a raw socket', () => {
  const json = JSON.stringify({ user: { email: 'ann@example.com', password: 'Password123', authorization: { platform: 'iOS', appName: 'UProgress' } } });

  it('signs in with chunks, without a length, with an empty query', async () => {
    const head = { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked', 'X-Key-Inflection': 'camel' };
    const answer = await sendRaw(app.port, rawRequest('POST /api/v1/sessions? HTTP/1.1', head, chunked(json.slice(0, 40), json.slice(40))));
    expect([answer.status, answer.body]).toEqual([200, expect.stringMatching(/^\{"token":"eyJ[\w-]+\.[\w-]+\.[\w-]+"\}$/)]);
    expect((await api.authorizations(token)).map(({ app_name, app_version }) => [app_name, app_version])).toEqual([['UProgress', null]]);
  });

  it('signs in with a form as libraries write it', async () => {
    const form = 'user[email]=ann%40example.com&user[password]=Password123&user[authorization][platform]=iOS&user[authorization][app]=UProgress';
    const head = { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': String(form.length) };
    const answer = await sendRaw(app.port, rawRequest('POST /api/v1/sessions HTTP/1.1', head, form));
    expect([answer.status, answer.body]).toEqual([200, expect.stringMatching(/^\{"token":"eyJ/)]);
  });

  it('may write header names as it likes, and say the type of a body that is not there', async () => {
    const head = { UPROGRESSTOKEN: token, 'x-KEY-inflection': 'DASH', 'Content-Type': 'application/json' };
    const answer = await sendRaw(app.port, rawRequest('GET /api/v1/sessions/current HTTP/1.1', head));
    expect([answer.status, Object.keys(JSON.parse(answer.body) as object)]).toEqual([200, ['current-user']]);
  });

  it('gets the same shape under every spelling of a path', async () => {
    for (const path of ['/api/v1/sessions/%63urrent', '/%61pi/v1/sessions/current?x=1']) {
      const answer = await sendRaw(app.port, rawRequest(`GET ${path} HTTP/1.1`));
      expect([answer.status, answer.body]).toEqual([401, '{"user":null}']);
    }
    const broken = await sendRaw(app.port, rawRequest('GET /api/v1/%zz HTTP/1.1'));
    expect([broken.status, broken.body]).toEqual([404, '{"error":"Not found"}']);
  });

  it('sends two tokens and is refused', async () => {
    const answer = await sendRaw(app.port, rawRequest('GET /api/v1/authorizations HTTP/1.1', { uprogresstoken: token, UPROGRESSTOKEN: token }));
    expect([answer.status, answer.body]).toEqual([401, '{"error":"Authorization token invalid"}']);
  });
});

test('every key of every failure is written in the client’s style', async () => {
  const answer = await api.put(token, 'users/ann', { user: { firstName: '', lastName: {} } }).set('x-key-inflection', 'camel');
  expect([answer.status, answer.body]).toEqual([422, { errors: { firstName: ["can't be blank"], lastName: ['is invalid'] } }]);
});

test('a picture that was set elsewhere is shown where clients look for it, and may be sent back', async () => {
  const avatar = `data:image/png;base64,${'A'.repeat(200_000)}`;
  await app.db(`UPDATE users SET avatar = $1 WHERE email = 'ann@example.com'`, [avatar]);
  let user: Record<string, unknown> = {};
  // It was set past the service, which hears of it a moment later.
  await within(1_000, async () => {
    const { body } = await api.get(token, 'sessions/current').expect(200);
    user = (body as { current_user: Record<string, unknown> }).current_user;
    expect(user['attachment']).toEqual({ url: avatar });
  });
  const changed = { ...user, first_name: 'Ann', last_name: 'Lee' };
  await api.put(token, 'users/ann', { user: changed }).expect(200, { current_user: changed });
});
