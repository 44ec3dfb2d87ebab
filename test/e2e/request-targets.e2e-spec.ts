import { startApp, type TestApp } from '../support/app';
import { rawRequest, sendRaw } from '../support/raw';
import type { Person } from '../support/factories';
import { enter, SESSION_DOORS } from '../support/session-doors';

/** Ways to write a target that lead to the same route (RFC 9112, 3.2.2; the router passes over a fragment). */
const FORMS: readonly [name: string, (path: string) => string][] = [
  ['a proxy’s form', (path) => `http://elsewhere.example${path}`],
  ['a proxy’s form in capitals', (path) => `HTTPS://user@elsewhere.example:8443${path}`],
  ['a fragment', (path) => `${path}#/v2/users/me`],
];

/** A route of each API that needs a session, and the header that its token stands in. */
const ROUTES: Readonly<Record<string, { line: string; path: string; header: string; body: object | null }>> = {
  native: { line: 'GET', path: '/v2/users/me', header: 'authorization', body: null },
  mixapp: { line: 'POST', path: '/v1/update', header: 'x-auth-token', body: {} },
  uprogress: { line: 'GET', path: '/api/v1/sessions/current', header: 'uprogresstoken', body: null },
  appmixer: { line: 'GET', path: '/user', header: 'authorization', body: null },
};

let app: TestApp;
let ann: Person;
const tokens = new Map<string, string>();

beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
  ann = await app.given.user({ verified: true });
  for (const door of SESSION_DOORS) tokens.set(door.api, await enter(door, app, ann));
});
afterAll(() => app?.close());

async function ask(api: string, form: (path: string) => string, token: string | undefined, body = ROUTES[api]?.body) {
  const route = ROUTES[api];
  if (route === undefined) throw new Error(api);
  const text = body === null || body === undefined ? '' : JSON.stringify(body);
  const value = route.header === 'authorization' ? `Bearer ${token}` : (token ?? '');
  const headers = { ...(token === undefined ? {} : { [route.header]: value }), 'content-type': 'application/json', 'content-length': String(text.length) };
  const answer = await sendRaw(app.port, rawRequest(`${route.line} ${form(route.path)} HTTP/1.1`, headers, text));
  return { status: answer.status, body: answer.body.replace(/"instance":"[^"]*",?/, ''), type: answer.headers['content-type'] };
}

const plain = (path: string) => path;

describe.each(FORMS)('a target with %s', (_, form) => {
  it.each(Object.keys(ROUTES))('is answered by %s as without: the token good, none, and one of another API', async (api) => {
    const others = [...tokens].filter(([other]) => other !== api).map(([, token]) => token);
    for (const token of [tokens.get(api), undefined, ...others]) expect(await ask(api, form, token)).toEqual(await ask(api, plain, token));
  });

  it('lets no native token change a password past the current one', async () => {
    const thief = `Bearer ${tokens.get('native')}`;
    const body = JSON.stringify({ password: 'Another-Thief-7' });
    const headers = { authorization: thief, 'content-type': 'application/json', 'content-length': String(body.length) };
    const answer = await sendRaw(app.port, rawRequest(`POST ${form('/v1/update')} HTTP/1.1`, headers, body));
    expect(JSON.parse(answer.body)).toMatchObject({ error_code: 655 });
    await app.http.post('/v2/auth/sign-in').send({ email: ann.email, password: ann.password }).expect(200);
  });

  it('is a page where the path is one, and nothing where it is none', async () => {
    const page = await sendRaw(app.port, rawRequest(`GET ${form('/account/nothing')} HTTP/1.1`));
    expect([page.status, page.headers['content-type']]).toEqual([404, expect.stringContaining('text/html')]);
    const none = await sendRaw(app.port, rawRequest(`GET ${form('/api/user/v1/nothing')} HTTP/1.1`));
    expect([none.status, JSON.parse(none.body)]).toEqual([404, expect.objectContaining({ status: 'fail' })]);
  });
});

test('an asterisk is the root', async () => {
  const { status, headers } = await sendRaw(app.port, rawRequest('OPTIONS * HTTP/1.1'));
  expect([status, headers['x-request-id']]).toEqual([404, expect.stringMatching(/^[0-9a-f]{32}$/)]);
});

test('a proxy’s form without a path is the root', async () => {
  const { status } = await sendRaw(app.port, rawRequest('GET http://elsewhere.example?a=b HTTP/1.1'));
  expect(status).toBe((await app.http.get('/?a=b')).status);
});
