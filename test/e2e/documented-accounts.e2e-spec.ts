import { startApp, type TestApp } from '../support/app';
import { operationOf, resolved, type Schema } from '../support/contract/document';
import { exampleForm } from '../support/contract/form';
import { fileOfRepository } from '../support/sources';

interface Call {
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

/** The calls that README prints of each API, in order. */
function callsOfReadme(): Call[] {
  const [, section = ''] = fileOfRepository('README.md').split('## One account, five APIs');
  const calls = section.matchAll(/^curl -X POST http:\/\/127\.0\.0\.1:3000(\S+)(?: -H 'Content-Type: (\S+)')? -d '([^']*)'$/gm);
  return [...calls].map(([, path = '', type = 'application/x-www-form-urlencoded', body = '']) => ({ path, type, body }));
}

function bodyOf(method: string, template: string, type: string): { readonly schema?: Schema } {
  const body = operationOf(method, template)?.requestBody?.content[type];
  if (body === undefined) throw new Error(`${method} ${template} takes no ${type}`);
  return body;
}

/** A JSON value of the documented examples. */
function exampleOf(schema: Schema): unknown {
  const { properties, example } = resolved(schema) as { properties?: Record<string, Schema>; example?: unknown };
  return properties === undefined ? example : Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, exampleOf(part)]));
}

const jsonOf = (template: string) => exampleOf(bodyOf('post', template, 'application/json').schema ?? {}) as Record<string, unknown>;

describe('README’s calls, and then the examples of openapi.json', () => {
  let app: TestApp;
  let token: string;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.close());

  const sessions = async (): Promise<number> => {
    const { body } = await app.http.get('/v2/sessions').set('authorization', `Bearer ${token}`).expect(200);
    return (body as { sessions: unknown[] }).sessions.length;
  };

  it('make one account that signs in everywhere', async () => {
    const calls = callsOfReadme();
    expect(calls).toHaveLength(5);
    for (const { path, type, body } of calls) {
      const answer = await fetch(app.baseUrl + path, { method: 'POST', headers: { 'content-type': type }, body });
      expect([path, answer.status]).toEqual([path, path.endsWith('/register') ? 201 : 200]);
      token = ((await answer.json()) as { accessToken?: string }).accessToken ?? '';
    }
    expect(await sessions()).toBe(4);
  });

  it('sign the same account in at the native API', async () => {
    const { email, password } = jsonOf('/v2/auth/sign-in');
    await app.http.post('/v2/auth/sign-in').send({ email, password }).expect(200);
    expect(await sessions()).toBe(5);
  });

  it('register another account at Amadis and change its password, and end no session of the first', async () => {
    const steps = [
      ['post', 'register', 201],
      ['patch', 'changepassword', 200],
      ['patch', 'resetpassword', 200],
    ] as const;
    for (const [method, step, status] of steps) {
      const path = `/api/user/v1/${step}`;
      const form = exampleForm(bodyOf(method, path, 'application/x-www-form-urlencoded'));
      expect([step, (await app.http[method](path).type('form').send(form)).status]).toEqual([step, status]);
    }
    expect(await sessions()).toBe(5);
  });

  it('register a person at UProgress who has forgotten the password', async () => {
    for (const [step, status] of [
      ['registrations', 200],
      ['sessions', 200],
      ['sessions/restore_password', 200],
    ] as const) {
      const path = `/api/v1/${step}`;
      expect([step, (await app.http.post(path).send(jsonOf(path))).status]).toEqual([step, status]);
    }
  });
});
