import { brotliCompressSync, gzipSync } from 'node:zlib';
import { startApp, type TestApp } from '../support/app';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
});
afterAll(() => app?.close());

const JSON_TYPE = 'application/json; charset=utf-8';
const PROBLEM = 'application/problem+json; charset=utf-8';

interface Answered {
  readonly type: string | undefined;
  readonly text: string;
}
async function ask(path: string, body?: object): Promise<Answered> {
  const { headers, text } = body === undefined ? await app.http.get(path) : await app.http.post(path).send(body);
  return { type: headers['content-type'], text };
}

describe('an answer with a body says what it is, and in which characters (ASVS 4.1.1)', () => {
  it.each<[string, string, object?]>([
    ['/.well-known/jwks.json', JSON_TYPE],
    ['/health/live', JSON_TYPE],
    ['/docs-json', JSON_TYPE],
    ['/v2/users/me', PROBLEM],
    ['/v2/nothing', PROBLEM],
    ['/v2/auth/sign-in', PROBLEM, {}],
    ['/v1/signin', JSON_TYPE, {}],
    ['/api/v1/sessions', JSON_TYPE, {}],
    ['/api/v1/sessions/current', JSON_TYPE],
    ['/user/auth', JSON_TYPE, {}],
    ['/amadis/nothing', PROBLEM],
    ['/account/sign-in', 'text/html; charset=utf-8'],
    ['/account/nothing', 'text/html; charset=utf-8'],
    ['/docs', 'text/html; charset=utf-8'],
    ['/metrics', 'text/plain; version=0.0.4; charset=utf-8'],
  ])('%s: %s', async (path, type, body = undefined) => {
    const answer = await ask(path, body);
    expect(answer.type).toBe(type);
    const looks = type.includes('json') ? /^[{[]/ : type.includes('html') ? /<!doctype html>/i : /^# HELP/;
    expect(answer.text).toMatch(looks);
  });

  it('a page’s style and script', async () => {
    const { text } = await ask('/account/recover');
    const style = /href="([^"]+\.css[^"]*)"/.exec(text)?.[1];
    expect(style).toBeDefined();
    expect((await ask(new URL(style!, app.baseUrl).pathname)).type).toBe('text/css; charset=utf-8');
  });
});

describe('beside its routes the program serves nothing', () => {
  it.each(['/.git/HEAD', '/.git/config', '/.env', '/package.json', '/dist/src/main.js', '/data', '/assets', '/assets/', '/account/'])(
    '%s: no file, and no list of a folder (ASVS 13.4.1, 13.4.3)',
    async (path) => {
      await app.http.get(path).expect(404);
    },
  );
});

describe('a body in a coding is a media type that is not taken (RFC 9110, 15.5.16)', () => {
  const text = JSON.stringify({ email: 'nobody@example.com', username: 'nobody@example.com', password: 'nothing at all' });
  const send = async (path: string, body: Uint8Array, coding: string, type = 'application/json') => {
    const method = path.startsWith('/api/user') ? 'PATCH' : 'POST';
    return fetch(app.baseUrl + path, { method, headers: { 'content-type': type, 'content-encoding': coding }, body: Uint8Array.from(body) });
  };

  it.each<[string, object]>([
    ['/v2/auth/sign-in', { code: 'unsupported_media_type', status: 415 }],
    ['/v1/signin', { error_code: 415, error_message: 'Unsupported Media Type', more_info: '' }],
    ['/api/v1/sessions', { error: expect.any(String) as string }],
    ['/api/user/v1/changepassword', { status: 'fail', data: { body: expect.any(String) as string } }],
    ['/user/auth', { statusCode: 415 }],
  ])('%s', async (path, shown) => {
    const bodies: [Uint8Array, string][] = [
      [gzipSync(text), 'gzip'],
      [gzipSync(text), 'X-GZip'],
      [brotliCompressSync(text), 'br'],
      [Buffer.from(text), 'br'],
      [Buffer.from(text), 'identity, gzip'],
      [Buffer.from(text), 'nothing-known'],
    ];
    for (const [body, coding] of bodies) {
      const answer = await send(path, body, coding);
      expect([coding, answer.status, await answer.json()]).toEqual([coding, 415, expect.objectContaining(shown)]);
    }
    for (const coding of ['identity', 'IDENTITY', ' identity , identity']) expect((await send(path, Buffer.from(text), coding)).status).not.toBe(415);
  });

  it('a form, and a page’s', async () => {
    const form = Buffer.from('token=x&email=nobody%40example.com');
    for (const path of ['/v1/repair', '/account/recover']) {
      expect((await send(path, form, 'gzip', 'application/x-www-form-urlencoded')).status).toBe(415);
      expect((await send(path, form, 'identity', 'application/x-www-form-urlencoded')).status).not.toBe(415);
    }
  });

  it('and where there is no body, there is nothing in it', async () => {
    await app.http.get('/health/live').set('content-encoding', 'gzip').expect(200);
    await app.http.post('/v1/signin').set({ 'content-encoding': 'gzip', 'content-type': 'application/json' }).expect(200);
  });
});
