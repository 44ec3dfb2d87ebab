import { startApp, type TestApp } from '../support/app';
import type { Person } from '../support/factories';
import { rawRequest, sendRaw } from '../support/raw';
import { storeOf } from '../support/store';
import { Visitor } from '../support/visitor';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_BODY = { 'content-type': 'application/json' };

const RESULTS = ['recover/sent', 'recover/changed', 'confirm-email/done', 'recovery-request/approved', 'recovery-request/denied'];
const OPENED = ['recover', 'recover/confirm', 'confirm-email', 'recovery-request', 'not-me', 'sign-in', 'sessions', ...RESULTS];
const POSTED = ['recover', 'recover/confirm', 'confirm-email', 'recovery-request', 'not-me', 'sign-in', 'sign-out', 'sessions/end', 'sessions/end-others'];
const EVERY = [...new Set([...OPENED, ...POSTED])].map((path) => `/account/${path}`);

let app: TestApp;
let person: Person;
let visitor: Visitor;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
  person = await app.given.user();
  visitor = await signedIn();
});
afterAll(() => app?.close());

async function signedIn(): Promise<Visitor> {
  const browser = new Visitor(app.baseUrl);
  await browser.submitAndFollow(await browser.open('/account/sign-in'), { identifier: person.email, password: person.password });
  return browser;
}

const isHarmlessPage = (headers: Headers) =>
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'/) as string,
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    'referrer-policy': expect.stringMatching(/^(no-referrer|same-origin)$/) as string,
  });

describe.each(EVERY)('%s', (path) => {
  test.each(['PUT', 'PATCH', 'DELETE', 'TRACE'])('knows no %s', async (method) => {
    const before = await storeOf(app);
    const headers = { Cookie: [...visitor.cookies].map((pair) => pair.join('=')).join('; '), 'X-Secret': 'shown-back' };
    const answer = await sendRaw(app.port, rawRequest(`${method} ${path} HTTP/1.1`, headers));
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.body).not.toContain('shown-back');
    expect(await storeOf(app)).toEqual(before);
  });

  test('is opened or posted to, as it is meant to be, and never more', async () => {
    const name = path.slice('/account/'.length);
    const opened = await visitor.open(path);
    expect(opened.status === 404).toBe(!OPENED.includes(name));
    if (!OPENED.includes(name)) isHarmlessPage(opened.headers);
    if (!POSTED.includes(name)) expect((await visitor.post(path, '', FORM)).status).toBe(404);
  });

  test.each(['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'nonsense'])('takes no %s, and says so on a page', async (type) => {
    if (!POSTED.some((name) => path.endsWith(`/${name}`))) return expect((await visitor.post(path, 'id=x', { 'content-type': type })).status).not.toBe(200);
    const before = await storeOf(app);
    const answer = await visitor.post(path, '<a/>', { 'content-type': type });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    isHarmlessPage(answer.headers);
    expect(await storeOf(app)).toEqual(before);
  });

  test.each(['//account', '/%61ccount', '/account/.', '/ACCOUNT'])('spelt %s is the same page or none', async (start) => {
    const spelt = path.replace('/account', start);
    const answer = await sendRaw(app.port, rawRequest(`POST ${spelt} HTTP/1.1`, { ...FORM, 'Content-Length': '0', Origin: 'https://evil.example' }));
    expect([403, 404]).toContain(answer.status);
  });
});

const EVIL = ['{{7*7}}<b>x</b>"\'', "' OR 1=1 --", 'x\r\nBcc: eve@example.com', '‮moc.elpmaxe@nna', '__proto__', '../../etc/passwd', '#{7*7}', '😀'.repeat(60)];
const UNREADABLE: [string, Record<string, string>][] = [
  ['identifier=%00&password=x', FORM],
  ['identifier=%ff&password=x', FORM],
  ['identifier[]=a&password=x', FORM],
  ['identifier=a&identifier=b&password=x', FORM],
  ['__proto__[identifier]=a', FORM],
  [`${'a[]=x&'.repeat(2_000)}`, FORM],
  ['{"identifier":"a","identifier":"b","password":"x"}', JSON_BODY],
];

test.each(EVIL)('signing in as %j is refused, and the words are inert on the page', async (identifier) => {
  const page = await new Visitor(app.baseUrl).post('/account/sign-in', new URLSearchParams({ identifier, password: identifier }).toString(), FORM);
  expect(page).toMatchObject({ status: 403, title: 'Sign in', fault: 'The address or the password is wrong.' });
  expect(page.html).not.toContain('<b>');
  expect(page.html.match(/type="password"[^>]*/)![0]).not.toContain('value');
});

test.each(UNREADABLE)('a sign-in that is no form of ours (%.40s) is refused on a page', async (body, headers) => {
  const page = await new Visitor(app.baseUrl).post('/account/sign-in', body, headers);
  expect([400, 413]).toContain(page.status);
  expect(page.headers.getSetCookie()).toEqual([]);
  isHarmlessPage(page.headers);
});

test.each(['{"identifier":{},"password":[]}', '{"identifier":7,"password":null}', '{}', ''])('a sign-in with %j in its fields lacks them', async (body) => {
  expect(await new Visitor(app.baseUrl).post('/account/sign-in', body, JSON_BODY)).toMatchObject({ status: 400 });
});

test.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '%2f%2fevil.example'])(
  'nothing in a request leads to %s',
  async (target) => {
    const names = ['next', 'redirect', 'return_to', 'url', 'done', 'lang', 'continue'];
    const query = names.map((name) => `${name}=${encodeURIComponent(target)}`).join('&');
    const fields = new URLSearchParams({ identifier: person.email, password: person.password, ...Object.fromEntries(names.map((name) => [name, target])) });
    const browser = new Visitor(app.baseUrl, { referer: 'https://evil.example/', 'x-forwarded-host': 'evil.example' });
    const answer = await browser.post(`/account/sign-in?${query}`, fields.toString(), FORM);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '../account/sessions']);
    const list = await browser.open(`/account/sessions?${query}`);
    expect(list.status).toBe(200);
    expect(list.html).not.toContain('evil');
    expect((await browser.post(`/account/sign-out?${query}`, '', FORM)).headers.get('location')).toBe('../account/sign-in');
  },
);
