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
