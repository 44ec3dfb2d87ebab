import type { AddressInfo } from 'node:net';
import { startApp, type TestApp } from '../support/app';
import { logOf } from '../support/log-lines';
import { rawRequest, sendRaw } from '../support/raw';

/** As many headers as Node reads by itself, the Host and the Connection of each request with them. */
const FILLING = Object.fromEntries(Array.from({ length: 998 }, (_, i) => [`x${i}`, '']));

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ TRUST_PROXY: '127.0.0.1' });
});
afterAll(() => app?.close());

/** Asks an instance itself: a balancer would refuse such heads by its own rules. */
const ask = (bytes: string) => sendRaw((app.app.getHttpServer().address() as AddressInfo).port, bytes);

describe('what stands behind a thousand headers', () => {
  it.each(['/dev/mailbox/messages', '/metrics'])('is read: %s is for this machine alone', async (path) => {
    expect((await ask(rawRequest(`GET ${path} HTTP/1.1`, FILLING))).status).toBe(200);
    for (const name of ['Via', 'X-Forwarded-For', 'Forwarded']) {
      expect((await ask(rawRequest(`GET ${path} HTTP/1.1`, { ...FILLING, [name]: '203.0.113.9' }))).status).toBe(404);
    }
  });

  it('is read: the caller’s address that a trusted proxy wrote', async () => {
    const log = logOf(app);
    log.clear();
    await ask(rawRequest('GET /v2/nothing HTTP/1.1', { ...FILLING, 'X-Forwarded-For': '203.0.113.9' }));
    expect(log.lines().flatMap(({ event, ip }) => (event === 'request' ? [ip] : []))).toEqual(['203.0.113.9']);
  });

  it('is bounded by the size of the head', async () => {
    const many = Object.fromEntries(Array.from({ length: 4_000 }, (_, i) => [`x${i}`, '']));
    expect((await ask(rawRequest('GET /health/live HTTP/1.1', many))).status).toBe(431);
  });
});

const SHORT = 'Connection: close\r\n\r\n';
/** Heads that name no host that could be meant, or more than one. */
const UNCLEAR: readonly [name: string, head: (line: string) => string][] = [
  ['two lines', (line) => `${line} HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n${SHORT}`],
  ['two lines, the second in capitals', (line) => `${line} HTTP/1.1\r\nHost: localhost\r\nHOST: evil.example\r\n${SHORT}`],
  ['two lines, in HTTP/1.0', (line) => `${line} HTTP/1.0\r\nHost: localhost\r\nHost: evil.example\r\n${SHORT}`],
  ...['a b/c@', 'a b', 'evil.example@localhost', 'localhost/', 'localhost:http', 'a,b c', '[::1', '[localhost]', 'a%zz', 'ö.example'].map(
    (host): [string, (line: string) => string] => [host, (line) => `${line} HTTP/1.1\r\nHost: ${host}\r\n${SHORT}`],
  ),
  ['a target without its host', (line) => `${line.replace(' ', ' http://')} HTTP/1.1\r\nHost: localhost\r\n${SHORT}`],
  ['a target with a host that is none', (line) => `${line.replace(' ', ' http://a%b')} HTTP/1.1\r\nHost: localhost\r\n${SHORT}`],
  ['a target with a host, and no header', (line) => `${line.replace(' ', ' http://localhost')} HTTP/1.1\r\n${SHORT}`],
];

describe.each(UNCLEAR)('a Host that is unclear (RFC 9112, 3.2): %s', (_, head) => {
  it.each([
    ['GET /v2/nothing', { code: 'malformed_request', status: 400 }],
    ['POST /v1/signin', { error_code: 400, error_message: 'Bad Request', more_info: '' }],
    ['POST /api/v1/sessions', { error: 'The request is malformed' }],
    ['PATCH /api/user/v1/changepassword', { status: 'fail', data: { request: 'The request could not be read' } }],
    ['POST /user/auth', { statusCode: 400, error: 'Bad Request' }],
  ])('makes %s malformed, in the form of its API', async (line, body) => {
    const answer = await ask(head(line));
    expect([answer.status, JSON.parse(answer.body)]).toEqual([400, expect.objectContaining(body)]);
  });
});

describe('the host that a request names', () => {
  const statusOf = async (target: string, host: string, headers: Record<string, string> = {}) =>
    (await ask(rawRequest(`GET ${target} HTTP/1.1`, { Host: host, ...headers }))).status;

  it.each(['localhost', 'LOCALHOST:3000', '127.0.0.1', '[::1]:80', 'a_b.example', 'xn--nxasmq6b.example:', '%41.example', '[v1.fe:80]', ''])(
    'may be %s',
    async (host) => expect(await statusOf('/health/live', host)).toBe(200),
  );

  it('is the target’s where that has one: the header alone opens nothing that is for this machine', async () => {
    for (const path of ['/dev/mailbox/messages', '/metrics']) {
      expect(await statusOf(`http://localhost:1${path}`, 'evil.example')).toBe(200);
      expect(await statusOf(`http://someone@localhost${path}`, 'localhost')).toBe(200);
      for (const authority of ['evil.example', 'localhost@evil.example', 'localhost:1@evil.example:80'])
        expect(await statusOf(`http://${authority}${path}`, 'localhost')).toBe(404);
    }
  });

  it('is the target’s for a form that a page posts: another site’s is refused', async () => {
    const post = (authority: string) =>
      ask(rawRequest(`POST http://${authority}/account/recover HTTP/1.1`, { Host: 'mirror.example', Origin: 'http://mirror.example', 'Content-Length': '0' }));
    expect((await post('mirror.example')).status).not.toBe(403);
    expect((await post('elsewhere.example')).status).toBe(403);
  });
});
