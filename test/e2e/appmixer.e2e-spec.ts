import { decode, sign } from 'jsonwebtoken';
import { startApp, type TestApp } from '../support/app';
import type { Person } from '../support/factories';
import { tokenOf } from '../support/mailbox';
import { chunked, rawRequest, sendRaw } from '../support/raw';

interface Grant {
  token: string;
  user: { id: string; email: string };
}

describe('Appmixer', () => {
  let app: TestApp;
  let ann: Person;
  beforeAll(async () => {
    app = await startApp({ THROTTLE: 'off' });
  });
  beforeEach(async () => {
    ann = await app.given.user();
  });
  afterAll(() => app?.close());

  const signIn = async ({ email, password }: Person, userAgent = 'curl/8.5.0'): Promise<Grant> => {
    const { body } = await app.http.post('/user/auth').set('user-agent', userAgent).send({ email, password }).expect(200);
    return body as Grant;
  };
  const read = (token: string) => app.http.get('/user').set('authorization', `Bearer ${token}`);
  const SESSION_ENDED = { statusCode: 401, error: 'Unauthorized', message: 'The session has ended.' };
  const TOKEN_INVALID = { statusCode: 401, error: 'Unauthorized', message: 'The access token is not valid.' };

  it('gives a three-part HS256 token of 30 days that clients can decode', async () => {
    // The clock stands still, so that the session does not begin a second before its token.
    const now = jest.spyOn(app.clock, 'now').mockReturnValue(app.clock.now());
    const { token, user } = await signIn(ann).finally(() => now.mockRestore());
    const { header, payload } = decode(token, { complete: true, json: true })!;
    const claims = payload as unknown as Record<string, number>;
    expect(token.split('.')).toHaveLength(3);
    expect(header).toMatchObject({ alg: 'HS256', typ: 'JWT' });
    expect(payload).toMatchObject({ id: user.id, scope: ['user'], sub: ann.id });
    expect(claims['exp']! - claims['iat']!).toBe(30 * 86_400);
  });

  it('shows an admin’s scopes in the token and in the account', async () => {
    const admin = await app.given.admin();
    const { token } = await signIn(admin);
    expect(decode(token)).toMatchObject({ scope: ['user', 'admin'] });
    expect((await read(token).expect(200)).body).toMatchObject({ scope: ['user', 'admin'] });
  });

  it('knows an account of the native API by one and the same id', async () => {
    const { user } = await signIn(ann);
    const [row] = await app.db<{ object_id: string }>('SELECT object_id FROM users WHERE id = $1', [ann.id]);
    expect(user.id).toBe(row?.object_id);
    expect((await signIn(ann)).user).toEqual(user);
  });

  it('lets a person who registered here sign in natively', async () => {
    await app.http.post('/user').send({ username: 'cross@example.com', password: 'abc321' }).expect(200);
    await app.http.post('/v2/auth/sign-in').send({ email: 'Cross@example.com', password: 'abc321' }).expect(200);
  });

  it('stores an admin’s scopes and metadata also while anybody may register, and nobody else’s', async () => {
    const { token } = await signIn(await app.given.admin());
    const asked = { password: 'abc321', scope: ['helpdesk'], metadata: { team: 'north' } };
    await app.http
      .post('/user')
      .set('authorization', `Bearer ${token}`)
      .send({ username: 'by-admin@example.com', ...asked })
      .expect(200);
    await app.http
      .post('/user')
      .send({ username: 'by-self@example.com', ...asked })
      .expect(200);
    expect(await app.db(`SELECT email, scopes, metadata FROM users WHERE email LIKE 'by-%' ORDER BY email`)).toEqual([
      { email: 'by-admin@example.com', scopes: ['user', 'helpdesk'], metadata: { team: 'north' } },
      { email: 'by-self@example.com', scopes: ['user'], metadata: {} },
    ]);
  });

  it('lists its sessions natively and refuses them after they are revoked there', async () => {
    const { token } = await signIn(ann, 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0');
    const phone = await app.given.session(ann);
    const { sessions } = (await phone.get('/v2/sessions').expect(200)).body as { sessions: { id: string; client: string; label: string }[] };
    const [own] = sessions.filter(({ client }) => client === 'appmixer');
    expect(own).toMatchObject({ client: 'appmixer', label: 'Firefox on Linux' });
    await read(token).expect(200);
    await phone.delete(`/v2/sessions/${own!.id}`).expect(204);
    expect((await read(token).expect(401)).body).toEqual(SESSION_ENDED);
  });

  it('refuses a session after a native password reset', async () => {
    const { token } = await signIn(ann);
    await app.http.post('/v2/password-recovery').send({ email: ann.email }).expect(202);
    const mailed = tokenOf(await app.mailbox.waitFor(ann.email, { subject: 'Choose a new password' }));
    await app.http.post('/v2/password-recovery/confirm').send({ token: mailed, newPassword: 'Another-Horse-1' }).expect(204);
    expect((await read(token).expect(401)).body).toEqual(SESSION_ENDED);
  });

  it('refuses a session of an account that was disabled', async () => {
    const { token } = await signIn(ann);
    await app.db('UPDATE users SET disabled_at = now() WHERE id = $1', [ann.id]);
    expect((await read(token).expect(401)).body).toEqual(SESSION_ENDED);
  });

  it('takes no token of another API, and no other API takes its tokens', async () => {
    const { token } = await signIn(ann);
    const phone = await app.given.session(ann);
    expect((await read(phone.accessToken).expect(401)).body).toEqual(TOKEN_INVALID);
    await app.http.get('/v2/users/me').set('authorization', `Bearer ${token}`).expect(401);
  });

  it('takes no token that was tampered with', async () => {
    const { token } = await signIn(ann);
    const [head, body, mac] = token.split('.') as [string, string, string];
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
    const forged = sign({ ...(decode(token) as object), scope: ['admin'] }, 'guess', { header: decode(token, { complete: true })!.header });
    for (const bad of [`${none}.${body}.`, `${head}.${body}.`, `${head}.${body}.${mac.slice(0, -4)}AAAA`, forged]) {
      expect((await read(bad).expect(401)).body).toEqual(TOKEN_INVALID);
    }
  });

  it('makes one account of 100 registrations of one address at once', async () => {
    const attempts = Array.from({ length: 100 }, (_, i) => (i % 2 ? 'Race@Example.com' : 'race@example.com'));
    const answers = await Promise.all(attempts.map((username) => app.http.post('/user').send({ username, password: 'abc321' })));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 99 }, () => 409)]);
    expect(await app.db(`SELECT count(*)::int AS n FROM users WHERE lower(email) = 'race@example.com'`)).toEqual([{ n: 1 }]);
  });

  it('lets one of 16 callers at once spend a mailed code', async () => {
    await app.http.post('/user/forgot-password').send({ email: ann.email }).expect(200);
    const code = tokenOf(await app.mailbox.waitFor(ann.email, { subject: 'Choose a new password' }));
    const answers = await Promise.all(Array.from({ length: 16 }, (_, i) => app.http.post('/user/forgot-password/reset').send({ code, password: `abc32${i}` })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 15 }, () => 400)]);
  });

  it('does not take the code of one purpose for another', async () => {
    const welcome = tokenOf(await app.mailbox.waitFor(ann.email));
    await app.http.post('/user/forgot-password/reset').send({ code: welcome, password: 'abc321' }).expect(400);
    await signIn(ann);
  });

  it('takes a chunked body behind an empty query', async () => {
    const body = chunked('{"username": "', ann.email, `", "password": "${ann.password}"}`);
    const head = { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' };
    const answer = await sendRaw(app.port, rawRequest('POST /user/auth? HTTP/1.1', head, body));
    expect(answer.status).toBe(200);
    expect((JSON.parse(answer.body) as Grant).user.email).toBe(ann.email);
  });

  it('answers in its envelope under an encoded path, too', async () => {
    const answer = await sendRaw(app.port, rawRequest('GET /%75ser HTTP/1.1'));
    expect([answer.status, JSON.parse(answer.body)]).toEqual([401, { statusCode: 401, error: 'Unauthorized', message: 'An access token is required.' }]);
  });
});
