import { startApp, type TestApp } from '../support/app';
import { logOf } from '../support/log-lines';
import { rawRequest, sendRaw, sendRawUntilClosed } from '../support/raw';
import { SIGN_IN_DOORS } from '../support/sign-in-doors';
import { enter, SESSION_DOORS } from '../support/session-doors';

const DOORS = SIGN_IN_DOORS.map((door) => [door.api, door] as const);
/** A request inside another one's body, for whoever takes the body to be shorter than it is. */
const INNER = 'GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n';
const CHUNKED_INNER = `0\r\n\r\n${INNER}`;
/** Heads that leave in doubt where the body ends (RFC 9112, 6.1 and 6.3; ASVS 4.2.1). */
const IN_DOUBT: [what: string, head: string[], body: string][] = [
  ['a length and chunks', [`Content-Length: ${CHUNKED_INNER.length}`, 'Transfer-Encoding: chunked'], CHUNKED_INNER],
  ['chunks and a length', ['Transfer-Encoding: chunked', 'Content-Length: 4'], CHUNKED_INNER],
  ['two lengths', ['Content-Length: 0', `Content-Length: ${INNER.length}`], INNER],
  ['two lengths in one', [`Content-Length: 0, ${INNER.length}`], INNER],
  ['a length with a sign', [`Content-Length: +${INNER.length}`], INNER],
  ['chunks that are not the last coding', ['Transfer-Encoding: chunked, identity'], CHUNKED_INNER],
  ['a coding that only looks like chunks', ['Transfer-Encoding: xchunked'], CHUNKED_INNER],
  ['chunks that are folded', ['Transfer-Encoding:', ' chunked'], CHUNKED_INNER],
  ['a name with a space behind it', ['Transfer-Encoding : chunked'], CHUNKED_INNER],
];

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

describe.each(DOORS)('the outside of %s', (api, door) => {
  let app: TestApp;
  const [method = '', path = ''] = door.name.split(' ');
  beforeAll(async () => {
    app = await startApp({ THROTTLE: 'off', LEGACY_RECOVERY: 'safe' });
  });
  afterAll(() => app?.close());

  const raw = (line: string, headers: Record<string, string> = {}, body = '') =>
    sendRaw(app.port, rawRequest(line, body === '' ? headers : { ...headers, 'Content-Length': String(Buffer.byteLength(body)) }, body));

  it('10: a sign-in fails alike for an unknown, a wrong and a disabled account: status, headers and body', async () => {
    const [ann, eve] = [await app.given.user(), await app.given.user()];
    await app.db('UPDATE users SET disabled_at = now() WHERE id = $1', [eve.id]);
    const answers = [
      await door.prove(app, 'nobody@example.com', 'Wrong-Horse-1-Staple'),
      await door.prove(app, ann.email, 'Wrong-Horse-1-Staple'),
      await door.prove(app, eve.email, eve.password),
      await door.prove(app, eve.email, 'Wrong-Horse-1-Staple'),
    ];
    const shown = answers.map(({ status, headers, body }) => {
      const { date: _date, 'x-request-id': _id, 'keep-alive': _alive, connection: _connection, ...others } = headers as Record<string, string>;
      return { status, others, body: body as unknown };
    });
    expect(door.accepted(answers[0]!)).toBe(false);
    for (const answer of shown) expect(answer).toEqual(shown[0]);
  });

  it('54: a failure of ours shows no statement, no stack and no program', async () => {
    const ann = await app.given.user();
    await app.db('ALTER TABLE passwords RENAME COLUMN hash TO elsewhere');
    try {
      const { status, text, headers } = await door.prove(app, ann.email, ann.password);
      expect(status).toBe(500);
      expect(text).not.toMatch(/select|column|relation|passwords|elsewhere|postgres|typeorm|fastify|nest|node|\bat \S+:\d|\d+\.\d+\.\d+/i);
      expect(Object.keys(headers)).not.toEqual(expect.arrayContaining([expect.stringMatching(/server|powered/)]));
    } finally {
      await app.db('ALTER TABLE passwords RENAME COLUMN elsewhere TO hash');
    }
  });

  it('55: what it answers is not to be kept, sniffed, framed or run, success or failure', async () => {
    const ann = await app.given.user();
    for (const password of ['Wrong-Horse-1-Staple', ann.password]) {
      const { headers } = await door.prove(app, ann.email, password);
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
      expect(headers['content-security-policy']).toBe("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
      expect(headers).not.toHaveProperty('set-cookie');
    }
  });

  it('56: a foreign origin is not reflected, and may never send credentials of the browser', async () => {
    const { headers } = await door.prove(app, 'nobody@example.com', 'x', { origin: 'https://evil.example' });
    const preflight = await app.http.options(path).set({ origin: 'https://evil.example', 'access-control-request-method': method });
    for (const answer of [headers, preflight.headers as Record<string, string>]) {
      // UProgress' web app runs elsewhere and sends its token in a header of its own: any origin may, none with cookies.
      expect(answer['access-control-allow-origin']).toBe(api === 'uprogress' ? '*' : undefined);
      expect(answer).not.toHaveProperty('access-control-allow-credentials');
    }
  });

  it('57: TRACE and other methods echo nothing', async () => {
    for (const other of ['TRACE', 'TRACK', 'CONNECT', 'PROPFIND']) {
      const answer = await raw(`${other} ${path} HTTP/1.1`, { 'X-Secret': 'shown-back', Authorization: 'Bearer shown-back' }).catch(() => null);
      expect(answer?.status ?? 400).toBeGreaterThanOrEqual(400);
      expect(answer?.body ?? '').not.toContain('shown-back');
    }
  });

  it.each(IN_DOUBT)('4.2.1: a request with %s is refused, its connection closed, and what is inside it never read', async (_, head, body) => {
    const lines = [`${method} ${path} HTTP/1.1`, 'Host: localhost', 'Content-Type: application/json', ...head];
    const answers = await sendRawUntilClosed(app.port, `${lines.join('\r\n')}\r\n\r\n${body}`);
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
  });

  it('66: ten thousand list elements are refused at once', async () => {
    const began = performance.now();
    const { status } = await raw(`${method} ${path} HTTP/1.1`, FORM, 'a[]=1&'.repeat(10_000)).catch(() => ({ status: 413 }));
    expect([400, 413]).toContain(status);
    const { status: fitting } = await raw(`${method} ${path} HTTP/1.1`, FORM, 'a[]=1&'.repeat(2_000));
    expect(fitting).toBe(400);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('70: line breaks in an address write no line into the log', async () => {
    const log = logOf(app);
    log.clear();
    const injected = `ann@example.com\r\n{"level":30,"event":"forged_line"}\n{"event":"forged_line"}`;
    await door.prove(app, injected, 'Wrong-Horse-1-Staple', { 'user-agent': 'x {"event":"forged_line"}' });
    const lines = log.lines();
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => line['event'] === 'forged_line' || line['msg'] === 'forged_line')).toEqual([]);
  });
});

describe.each(DOORS)('another way to write the path of %s', (_, door) => {
  it('58: has the same guards and spends the same budget', async () => {
    const app = await startApp();
    const [method = '', path = ''] = door.name.split(' ');
    const encoded = path.replace(/[a-z](?=[^/]*$)/, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
    const doubled = `/${path}`;
    const { email } = await app.given.user();
    const identity = { email, username: email, 'user[email]': email };
    const secrets = { password: 'Wrong-Horse-1', oldpassword: 'Wrong-Horse-1', newpassword: 'Wrong-Horse-2', 'user[password]': 'Wrong-Horse-1' };
    const body = new URLSearchParams({ ...identity, ...secrets, 'user[authorization][platform]': 'iOS' }).toString();
    const headers = { ...FORM, 'Content-Length': String(body.length) };
    const guess = async (spelling: string) => (await sendRaw(app.port, rawRequest(`${method} ${spelling} HTTP/1.1`, headers, body))).status;
    const statuses: number[] = [];
    const spellings = [encoded, path, `http://elsewhere.example${path}`, `${path}#${path}`];
    for (let tries = 0; tries < 12; tries++) statuses.push(await guess(spellings[tries % spellings.length] ?? path));
    expect(statuses.slice(10)).toEqual([429, 429]);
    expect(statuses.slice(0, 10)).not.toContain(429);
    expect([404, 429]).toContain(await guess(doubled));
    await app.close();
  });
});

describe.each(SESSION_DOORS.map((door) => [door.api, door] as const))('the answers of %s with a session', (_, door) => {
  it('55: with a token or personal data are not to be kept; behind TLS browsers stay there', async () => {
    const app = await startApp({ THROTTLE: 'off', LATCHKEY_LOCAL: '0', PUBLIC_URL: 'https://accounts.example.com', SMTP_URL: 'none' });
    const ann = await app.given.user();
    const token = await enter(door, app, ann);
    const [signedIn, read] = [await door.signIn(app, ann), await door.call(app, token)];
    for (const { headers } of [signedIn, read]) {
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'strict-transport-security': 'max-age=31536000; includeSubDomains' });
    }
    await app.close();
  });
});
