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

/** The documented examples of these fields of a JSON body. */
function examplesOf(template: string, fields: readonly string[]): Record<string, unknown> {
  const { properties = {} } = resolved(bodyOf('post', template, 'application/json').schema ?? {}) as { properties?: Record<string, Schema> };
  return Object.fromEntries(fields.map((field) => [field, properties[field]?.['example']]));
}

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
    await app.http
      .post('/v2/auth/sign-in')
      .send(examplesOf('/v2/auth/sign-in', ['email', 'password']))
      .expect(200);
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
});
