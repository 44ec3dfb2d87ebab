import { startApp, type TestApp } from '../support/app';
import { BAD_EMAIL, BAD_SCHEMA, MixappClient, type MixappDevice, UNAUTHORIZED } from '../support/mixapp-client';
import { chunked, rawRequest, sendRaw } from '../support/raw';
import { storeOf } from '../support/store';

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const MALFORMED = JSON.stringify(BAD_SCHEMA);

let app: TestApp;
let mixapp: MixappClient;
let phone: MixappDevice & { password: string };

beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
  mixapp = new MixappClient(app);
  phone = await mixapp.signUp('user@domain.com');
  await app.mailbox.waitFor('user@domain.com');
});
afterAll(() => app?.close());

/** Sends a body, does what the caller expects of the answer, and makes sure that nothing was stored or mailed. */
async function leavesNoTrace(path: string, type: string, body: string): Promise<{ status: number; body: string }> {
  const before = await storeOf(app);
  const mails = app.mailbox.all().length;
  const headers = { 'Content-Type': type, 'X-Auth-Token': phone.token };
  const answer = await fetch(`${app.baseUrl}/v1/${path}`, { method: 'POST', headers, body });
  const text = await answer.text();
  expect(await storeOf(app)).toEqual(before);
  expect(app.mailbox.all()).toHaveLength(mails);
  return { status: answer.status, body: text };
}

const FIELDS: [path: string, field: string, rest: object][] = [
  ['signup', 'email', { name: 'YourName' }],
  ['signup', 'name', { email: 'new@domain.com' }],
  ['signin', 'email', { password: 'YourPassword' }],
  ['signin', 'password', { email: 'user@domain.com' }],
  ['update', 'name', { avatar: 'x', password: 'chosen anew' }],
  ['update', 'avatar', { name: 'Another' }],
  ['update', 'password', { name: 'Another' }],
  ['repair', 'email', {}],
  ['repair/8V4nD5k2mQeJcF0a7yXbT3sWgLzRuHpKoIvNiMdYt1E', 'password', {}],
];

describe.each(FIELDS)('%s: %s', (path, field, rest) => {
  test.each<[string, unknown]>([
    ['a number', 12_345_678],
    ['a truth', true],
    ['an object', { toString: 'x' }],
    ['an operator', { $ne: '' }],
    ['a list', ['user@domain.com']],
    ['a list of lists', [[['user@domain.com']]]],
  ])('%s is no text', async (_, value) => {
    expect(await leavesNoTrace(path, JSON_TYPE, JSON.stringify({ ...rest, [field]: value }))).toEqual({ status: 200, body: MALFORMED });
  });

  test.each([
    ['a null character', `{"${field}": "user\\u0000@domain.com"}`],
    ['half a surrogate pair', `{"${field}": "user\\ud800@domain.com"}`],
    ['the key twice', `{"${field}": "user@domain.com", "${field}": "user@domain.com"}`],
    ['a prototype', `{"${field}": "user@domain.com", "__proto__": {"admin": true}}`],
    ['a constructor', `{"constructor": {"prototype": {"admin": true}}, "${field}": "user@domain.com"}`],
  ])('%s makes the body malformed', async (_, body) => {
    expect(await leavesNoTrace(path, JSON_TYPE, body)).toEqual({ status: 400, body: MALFORMED });
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  test.each([
    ['a null character', `${field}=user%00`],
    ['no UTF-8 behind a broken escape', `${field}=user%zz%ff`],
    ['a thousand keys', Array(1_000).fill('a[]=').join('&')],
  ])('in a form, %s makes the body malformed', async (_, body) => {
    expect(await leavesNoTrace(path, FORM_TYPE, body)).toEqual({ status: 400, body: MALFORMED });
  });

  test('in a form, a prototype is left out', async () => {
    const { status, body } = await leavesNoTrace(
      path,
      FORM_TYPE,
      `__proto__[admin]=1&constructor[prototype][admin]=1&${field}[__proto__][admin]=1&${field}[a]=b`,
    );
    expect([status, body]).toEqual([200, MALFORMED]);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  test('in a form, an object is no text', async () => {
    const { status, body } = await leavesNoTrace(path, FORM_TYPE, `${new URLSearchParams(rest as Record<string, string>)}&${field}[a]=b`);
    expect([status, body]).toEqual([200, MALFORMED]);
  });
});

test.each(['"', '[]', '{', 'null', '"text"', '7', '[{"email": "user@domain.com"}]'])('the body %s is malformed on every route', async (body) => {
  for (const [path] of FIELDS) expect(await leavesNoTrace(path, JSON_TYPE, body)).toEqual({ status: 400, body: MALFORMED });
});

const NO_ADDRESSES = ['user@domain.com,evil@domain.com', 'user@domain.com\r\nBcc: evil@domain.com', '"user"@domain.com', "user'@", '@domain.com', ' '];

test.each([...NO_ADDRESSES, `${'x'.repeat(250)}@domain.com`])('the address %j is refused', async (email) => {
  const refusal = { status: 200, body: JSON.stringify(BAD_EMAIL) };
  expect(await leavesNoTrace('signup', JSON_TYPE, JSON.stringify({ email, name: 'YourName' }))).toEqual(refusal);
  expect(await leavesNoTrace('repair', JSON_TYPE, JSON.stringify({ email }))).toEqual(refusal);
});

test('what no caller may set is ignored', async () => {
  const own = { scopes: ['admin'], plan: 'pro', id: '0', email: 'evil@domain.com', email_verified: true, disabledAt: null, workplaces: [1], reg_date: '1970' };
  const { body } = await phone.update(own).expect(200);
  expect(body).toEqual({ user: { ...phone.user } });
  const [row] = await app.db('SELECT scopes, plan, email_verified_at FROM users WHERE email = $1', ['user@domain.com']);
  expect(row).toEqual({ scopes: ['user'], plan: 'free', email_verified_at: null });
});

test('templates and HTML in a name are text, in the answer and in the mail', async () => {
  const { user } = await mixapp.signUp('inert@domain.com', '<b>{{7*7}}</b>');
  expect(user.name).toBe('<b>{{7*7}}</b>');
  const mail = await app.mailbox.waitFor('inert@domain.com');
  expect(mail.text).toContain('<b>{{7*7}}</b>');
  expect(mail.html).toContain('&lt;b&gt;{{7*7}}&lt;/b&gt;');
});

test('an empty query and a chunked body without a length are normal', async () => {
  const body = chunked('{"email": "user@do', `main.com", "password": "${phone.password}"}`);
  const request = rawRequest('POST /v1/signin? HTTP/1.1', { 'Content-Type': JSON_TYPE, 'Transfer-Encoding': 'chunked' }, body);
  const answer = await sendRaw(app.port, request);
  expect(answer.status).toBe(200);
  expect(answer.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  const { token, user } = JSON.parse(answer.body) as MixappDevice;
  expect({ ...user, last_login: '' }).toEqual({ ...phone.user, last_login: '' });
  await mixapp
    .update(token, {})
    .expect(200)
    .expect(({ body: { user: shown } }: { body: MixappDevice }) => expect(shown.id).toBe(user.id));
});

test('a chunked body over the limit is 413 in the envelope', async () => {
  const body = chunked(`{"email": "${'x'.repeat(17_000)}`, '"}');
  const answer = await sendRaw(app.port, rawRequest('POST /v1/signin? HTTP/1.1', { 'Content-Type': JSON_TYPE, 'Transfer-Encoding': 'chunked' }, body));
  expect([answer.status, answer.body]).toEqual([413, '{"error_code":413,"error_message":"Payload Too Large","more_info":""}']);
});

test('a path written otherwise has the same guard, or is nowhere', async () => {
  for (const path of ['/%761/update', '/v1/up%64ate']) {
    const answer = await sendRaw(app.port, rawRequest(`POST ${path} HTTP/1.1`, { 'Content-Length': '0' }));
    expect([path, answer.status, answer.body]).toEqual([path, 200, JSON.stringify(UNAUTHORIZED)]);
  }
  for (const path of ['//v1/update', '/v1//update', '/V1/update', '/v1/update/']) {
    expect([path, (await sendRaw(app.port, rawRequest(`POST ${path} HTTP/1.1`, { 'Content-Length': '0' }))).status]).toEqual([path, 404]);
  }
});
