import { startApp, type TestApp } from '../support/app';
import { tokenOf } from '../support/mailbox';

const EMAIL = 'Ann.Lee@example.com';
const FIRST = 'horse7';
const SECOND = 'Staple-Battery-2';
const CLIENTS = ['native', 'mixapp', 'uprogress', 'appmixer'] as const;
type Client = (typeof CLIENTS)[number];

interface Answer {
  readonly status: number;
  readonly body: { readonly token?: string; readonly accessToken?: string };
}

/** One person through five APIs: the steps build on each other. */
describe('one account in five APIs', () => {
  let app: TestApp;
  let number: number;
  const tokens = new Map<Client, string>();
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.close());

  const post = (path: string, body: object) => app.http.post(path).send(body);

  async function signIn(client: Client, password: string): Promise<Answer> {
    const authorization = { platform: 'iOS', platform_version: '10.2', app_name: 'UProgress', app_version: '1.0' };
    const requests = {
      native: () => post('/v2/auth/sign-in', { email: EMAIL, password }),
      mixapp: () => post('/v1/signin', { email: EMAIL.toLowerCase(), password }),
      uprogress: () => post('/api/v1/sessions', { user: { email: EMAIL, password, authorization } }),
      appmixer: () => post('/user/auth', { username: EMAIL, password }),
    };
    const { status, body } = await requests[client]();
    return { status, body: body as Answer['body'] };
  }

  async function signInEverywhere(password: string): Promise<void> {
    for (const client of CLIENTS) {
      const { status, body } = await signIn(client, password);
      expect([client, status]).toEqual([client, 200]);
      tokens.set(client, body.accessToken ?? body.token ?? '');
    }
  }

  /** A call that needs the session, with its token where each API's clients put it. */
  const call = (client: Client, token = tokens.get(client) ?? '') =>
    ({
      native: () => app.http.get('/v2/users/me').set('authorization', `Bearer ${token}`),
      mixapp: () => app.http.post('/v1/update').set('x-auth-token', token).send({}),
      uprogress: () => app.http.get('/api/v1/sessions/current').set('uprogresstoken', token),
      appmixer: () => app.http.get('/user').set('authorization', `Bearer ${token}`),
    })[client]();

  async function see(client: Client, token?: string): Promise<{ status: number; body: unknown }> {
    const { status, body } = await call(client, token);
    return { status, body: body as unknown };
  }

  /** How each API says that a token opens nothing. */
  const DEAD: Record<Client, object> = {
    native: { status: 401, body: { code: 'session_ended', status: 401 } },
    mixapp: { status: 200, body: { error_code: 655, error_message: 'Unauthorized', more_info: '' } },
    uprogress: { status: 401, body: { user: null } },
    appmixer: { status: 401, body: { statusCode: 401, error: 'Unauthorized' } },
  };

  const list = async () => {
    const { body } = await app.http
      .get('/v2/sessions')
      .set('authorization', `Bearer ${tokens.get('native')}`)
      .expect(200);
    return (body as { sessions: { id: string; client: Client; current: boolean }[] }).sessions;
  };

  it('is registered by Amadis', async () => {
    const { body } = await app.http.patch('/api/user/v1/resetpassword').type('form').send({ email: EMAIL }).expect(404);
    expect(body).toMatchObject({ status: 'fail' });
    const registered = await app.http.post('/api/user/v1/register').type('form').send({ name: 'Ann Lee', email: EMAIL, password: FIRST }).expect(201);
    number = (registered.body as { data: { user_id: number } }).data.user_id;
    expect(number).toBeGreaterThan(0);
  });

  it('signs in natively and by the three other dialects, with the short password of Amadis', async () => {
    await signInEverywhere(FIRST);
    expect(new Set(tokens.values()).size).toBe(4);
  });

  it('is one person everywhere, each API with its own kind of id', async () => {
    const [native, mixapp, uprogress, appmixer] = await Promise.all(CLIENTS.map(async (client) => see(client)));
    expect(native).toMatchObject({ status: 200, body: { email: EMAIL, name: 'Ann Lee' } });
    expect(mixapp).toMatchObject({ status: 200, body: { user: { email: EMAIL, name: 'Ann Lee' } } });
    expect(uprogress).toMatchObject({ status: 200, body: { current_user: { id: number, email: EMAIL, nick: null } } });
    expect(appmixer).toMatchObject({ status: 200, body: { username: EMAIL, email: EMAIL } });
    const objectIds = [(mixapp?.body as { user: { id: string } }).user.id, (appmixer?.body as { id: string }).id];
    expect(objectIds).toEqual([expect.stringMatching(/^[0-9a-f]{24}$/), objectIds[0]]);
  });

  it('refuses the token of one API in every other', async () => {
    for (const client of CLIENTS) {
      for (const other of CLIENTS.filter((one) => one !== client)) {
        const { status, body } = await see(client, tokens.get(other));
        const isRefused = client === 'mixapp' ? (body as { error_code?: number }).error_code === 655 : status === 401;
        expect([client, other, isRefused]).toEqual([client, other, true]);
      }
    }
  });

  it('lists its four sessions natively', async () => {
    const sessions = await list();
    expect(sessions.map(({ client, current }) => [client, current])).toEqual([
      ['appmixer', false],
      ['uprogress', false],
      ['mixapp', false],
      ['native', true],
    ]);
  });

  it.each(['mixapp', 'uprogress', 'appmixer'] as const)('ends the session of %s natively, and it is dead in its own words', async (client) => {
    const { id = '' } = (await list()).find((session) => session.client === client) ?? {};
    await app.http
      .delete(`/v2/sessions/${id}`)
      .set('authorization', `Bearer ${tokens.get('native')}`)
      .expect(204);
    expect(await see(client)).toMatchObject(DEAD[client]);
    expect((await list()).map((session) => session.client)).not.toContain(client);
    tokens.set(client, (await signIn(client, FIRST)).body.token ?? '');
    expect(await see(client)).toMatchObject({ status: 200 });
    expect(await list()).toHaveLength(4);
  });

  it('resets the password by mail, and every session is dead in its own words', async () => {
    await post('/v2/password-recovery', { email: EMAIL }).expect(202);
    const token = tokenOf(await app.mailbox.waitFor(EMAIL, { subject: /password|recover/i }));
    await post('/v2/password-recovery/confirm', { token, newPassword: SECOND }).expect(204);
    for (const client of CLIENTS) expect([client, await see(client)]).toMatchObject([client, DEAD[client]]);
    for (const client of CLIENTS) {
      const { body } = await signIn(client, FIRST);
      expect([client, JSON.stringify(body)]).toEqual([client, expect.not.stringMatching(/token/i)]);
    }
  });

  it('signs in everywhere with the new password, until Amadis changes it and ends all sessions again', async () => {
    await signInEverywhere(SECOND);
    for (const client of CLIENTS) expect(await see(client)).toMatchObject({ status: 200 });
    expect(await list()).toHaveLength(4);
    const change = { email: EMAIL, oldpassword: SECOND, newpassword: FIRST };
    await app.http.patch('/api/user/v1/changepassword').type('form').send(change).expect(200, { status: 'success' });
    for (const client of CLIENTS) expect([client, await see(client)]).toMatchObject([client, DEAD[client]]);
  });

  it('shuts out a disabled account at the next request, everywhere', async () => {
    await signInEverywhere(FIRST);
    await app.db('UPDATE users SET disabled_at = now()');
    for (const client of CLIENTS) expect([client, await see(client)]).toMatchObject([client, DEAD[client]]);
  });
});
