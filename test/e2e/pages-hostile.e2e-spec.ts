import { RecoveryApproval } from '../../src/password-recovery/recovery-approval.service';
import { startApp, type TestApp } from '../support/app';
import { linkOf, tokenOf } from '../support/mailbox';
import { rawRequest, sendRaw } from '../support/raw';
import { registerSecret } from '../support/secrets';
import { Visitor } from '../support/visitor';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_BODY = { 'content-type': 'application/json' };
const PUBLIC_URL = 'https://localhost:8443/id';
const CONFIRM = '/account/recover/confirm';
const WITH_TOKEN = [CONFIRM, '/account/confirm-email', '/account/recovery-request', '/account/not-me'];

let app: TestApp;
let visitor: Visitor;
beforeAll(async () => {
  app = await startApp({ PUBLIC_URL, THROTTLE: 'off' });
  visitor = new Visitor(app.baseUrl);
});
afterAll(() => app?.close());

const snapshot = () => Promise.all(['users', 'one_time_secrets', 'cooldowns'].map((table) => app.db(`SELECT * FROM ${table} ORDER BY 1`)));

const PAGES: [string, number][] = [
  ['/account/recover', 200],
  ['/account/nothing', 404],
  ...WITH_TOKEN.map((path): [string, number] => [`${path}?token=x`, 400]),
];
const NO_TOKEN = ['', '?token=', '?token', '?token=null', '?token=%7B%7D', '?token[]=x', '?token[a]=x', '?token=a&token=b'];
const ODD_TOKEN = ['?__proto__=x', '?token=%00', '?token=%ff', '?token=%', `?token=${'a'.repeat(4_000)}`];
const BODIES_WITHOUT_TOKEN: [string, Record<string, string>][] = [
  ...['{}', '{"token":{}}', '{"token":[]}', '{"token":null}', '{"token":""}', '{"token":7}'].map((body): [string, typeof FORM] => [body, JSON_BODY]),
  ...['', 'token=', 'token[]=x', 'token[a]=x', 'token=a&token=b', 'token[__proto__]=x'].map((body): [string, typeof FORM] => [body, FORM]),
];
const UNREADABLE: [string, Record<string, string>, number][] = [
  ['[]', JSON_BODY, 400],
  ['{', JSON_BODY, 400],
  ['{"token":"a","token":"b"}', JSON_BODY, 400],
  ['token=%00', FORM, 400],
  ['token=%ff', FORM, 400],
  ['token=x', { 'content-type': 'text/plain' }, 415],
  ['token=x', { 'content-type': 'multipart/form-data; boundary=x' }, 415],
  [`token=${'x'.repeat(17_000)}`, FORM, 413],
];

test.each(PAGES)('%s is a page that is not kept, tells nobody its address and runs nothing', async (path, status) => {
  const page = await visitor.open(path);
  expect(page.status).toBe(status);
  expect(Object.fromEntries(page.headers)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
  });
});

describe.each(WITH_TOKEN)('%s', (path) => {
  // Without anything in its address this page asks for the code instead.
  const broken = [...NO_TOKEN, ...ODD_TOKEN].filter((query) => path !== CONFIRM || query !== '');
  test.each(broken)('opened with %.30s says that the link is dead', async (query) => {
    expect(await visitor.open(path + query)).toMatchObject({ status: 400, title: 'This link no longer works' });
  });

  test.each(BODIES_WITHOUT_TOKEN)('posted with %s changes nothing', async (body, headers) => {
    const before = await snapshot();
    const page = await visitor.post(path, body, headers);
    expect(page.status).toBe(400);
    expect(page.title).toMatch(/^(This link no longer works|That did not work)$/);
    expect(await snapshot()).toEqual(before);
  });

  test.each(UNREADABLE)('posted with %.30s as %j is refused on a page', async (body, headers, status) => {
    const page = await visitor.post(path, body, headers);
    expect(page).toMatchObject({ status, title: 'That did not work' });
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });
});

test('`email` as an array, twice, a list or with a line end is refused, and no mail leaves', async () => {
  const { email } = await app.given.user();
  await app.mailbox.waitFor(email, { subject: /^Welcome/ });
  const mails = app.mailbox.all().length;
  const before = await snapshot();
  const bodies: [string, Record<string, string>][] = [
    [`{"email":["${email}"]}`, JSON_BODY],
    [`{"email":["${email}","evil@example.com"]}`, JSON_BODY],
    [`{"email":{"a":"${email}"}}`, JSON_BODY],
    [`email[]=${email}`, FORM],
    [`email=${email}&email=evil@example.com`, FORM],
    [`email=${email},evil@example.com`, FORM],
    [`email=${email};evil@example.com`, FORM],
    [`email=${email} evil@example.com`, FORM],
    [`email=${email}%0d%0aBcc:evil@example.com`, FORM],
    [`email="x"@example.com`, FORM],
    ['email=', FORM],
  ];
  for (const [body, headers] of bodies) {
    const page = await visitor.post('/account/recover', body, headers);
    const said = page.fault ?? page.title; // some of these are no form at all
    expect([body, page.status, said]).toEqual([body, 400, expect.stringMatching(/^(The address must be one e-mail address, such as ann@|That did not work$)/)]);
  }
  expect(await snapshot()).toEqual(before);
  expect(app.mailbox.all()).toHaveLength(mails);
});

test('hostile words are inert on the page and in the mail', async () => {
  const evil = `{{7*7}}<b>x</b>"'`;
  const page = await visitor.post('/account/recover', new URLSearchParams({ email: evil }).toString(), FORM);
  expect(page.html).toContain('value="{{7*7}}&lt;b&gt;x&lt;/b&gt;&quot;&#x27;"');
  expect(page.html).not.toContain('<b>');

  const person = await app.given.user({ name: '{{7*7}} <b>Ann</b>' });
  await visitor.post('/account/recover', new URLSearchParams({ email: person.email }).toString(), FORM);
  const { html, text } = await app.mailbox.waitFor(person.email, { subject: 'Choose a new password' });
  expect(html).toContain('{{7*7}} &lt;b&gt;Ann&lt;/b&gt;');
  expect(html).not.toContain('<b>Ann');
  expect(text).toContain('{{7*7}} <b>Ann</b>');
});

test('a forged Host or X-Forwarded-Host moves no link', async () => {
  for (const forged of [{ Host: 'evil.example' }, { 'X-Forwarded-Host': 'evil.example' }, { Forwarded: 'host=evil.example' }] as Record<string, string>[]) {
    const { email } = await app.given.user();
    const body = `email=${email}`;
    const headers = { ...forged, 'Content-Type': FORM['content-type'], 'Content-Length': String(body.length) };
    const answer = await sendRaw(app.port, rawRequest('POST /account/recover HTTP/1.1', headers, body));
    expect(answer.status).toBe(200);
    expect(answer.body).not.toContain('evil.example');
    const link = linkOf(await app.mailbox.waitFor(email, { subject: 'Choose a new password' }));
    expect(link).toMatch(/^https:\/\/localhost:8443\/id\/account\/recover\/confirm\?token=[\w-]{43}$/);
  }
});

test('an X-Forwarded-For that no trusted proxy has written makes nobody the neighbour of a request', async () => {
  const { email } = await app.given.user();
  const requester = { ip: '198.51.100.7', userAgent: null };
  registerSecret(await app.app.get(RecoveryApproval, { strict: false }).request(email, requester, {}));
  const token = tokenOf(await app.mailbox.waitFor(email, { subject: 'Choose a new password' }));
  const page = await new Visitor(app.baseUrl, { 'x-forwarded-for': requester.ip }).open(`/account/recovery-request?token=${token}`);
  expect(page.forms.map(({ answers }) => answers)).toEqual([['no']]);
});

test.each<[string, Record<string, string>, number]>([
  ['no word of it', {}, 200],
  ['the public origin', { origin: 'https://localhost:8443', 'sec-fetch-site': 'same-origin' }, 200],
  ['the origin that was called', { origin: 'http://HOST' }, 200],
  ['an origin kept to itself', { origin: 'null', 'sec-fetch-site': 'same-origin' }, 200],
  ['a reload', { origin: 'null', 'sec-fetch-site': 'none' }, 200],
  ['another origin', { origin: 'https://evil.example' }, 403],
  ['another port', { origin: 'https://localhost:9443' }, 403],
  ['no URL', { origin: 'evil' }, 403],
  ['another site', { origin: 'null', 'sec-fetch-site': 'cross-site' }, 403],
  ['a sister site', { origin: 'https://localhost:8443', 'sec-fetch-site': 'same-site' }, 403],
])('a form that comes from %s: %j → %i', async (_, headers, status) => {
  const { email } = await app.given.user();
  const { host } = new URL(app.baseUrl);
  const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace('HOST', host)]));
  const page = await visitor.post('/account/recover', `email=${email}`, { ...FORM, ...sent });
  expect(page.status).toBe(status);
  if (status === 200) await app.mailbox.waitFor(email, { subject: 'Choose a new password' });
  else expect([page.title, app.mailbox.all(email).filter(({ subject }) => subject === 'Choose a new password')]).toEqual(['That did not work', []]);
});
