import { ServiceKeysService } from '../../src/service-keys/service-keys.service';
import { UsersService } from '../../src/users/users.service';
import { startApp, type TestApp } from '../support/app';
import { forgetEverywhere } from '../support/heard-by-all';

interface Tokens {
  accessToken: string;
  refreshToken: string;
  session: { id: string };
  user: { id: string };
}

describe('introspection and revocation of tokens', () => {
  let app: TestApp;
  let key: string;
  let ann: Tokens;

  beforeAll(async () => {
    app = await startApp();
    key = await app.app.get(ServiceKeysService, { strict: false }).create('orders');
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    const email = `ann-${Math.floor(performance.now() * 1000)}@example.com`;
    ann = (await app.http.post('/v2/users').send({ email, password: 'correct horse battery' }).expect(201)).body as Tokens;
  });

  const introspect = (token: string) => app.http.post('/v2/auth/introspect').set('authorization', `Bearer ${key}`).type('form').send({ token }).expect(200);
  const revoke = (token: string) => app.http.post('/v2/auth/revoke').type('form').send({ token }).expect(200);

  const refresh = async (refreshToken: string) => (await app.http.post('/v2/auth/refresh').send({ refreshToken }).expect(200)).body as Tokens;

  it('tells what an access token is good for', async () => {
    const { body } = await introspect(ann.accessToken);
    const issuer = await app.db<{ issuer: string }>('SELECT issuer FROM instance');
    expect(body).toEqual({
      active: true,
      scope: 'user',
      client_id: 'native',
      token_type: 'Bearer',
      token_use: 'access_token',
      exp: expect.any(Number) as number,
      iat: expect.any(Number) as number,
      sub: ann.user.id,
      sid: ann.session.id,
      aud: issuer[0]?.issuer,
      jti: expect.any(String) as string,
    });
  });

  it('tells a refresh token for as long as it would still refresh', async () => {
    const told = (await introspect(ann.refreshToken)).body as object;
    expect(told).toMatchObject({ active: true, token_use: 'refresh_token', sid: ann.session.id });
    expect(told).not.toHaveProperty('token_type');
    const next = await refresh(ann.refreshToken);
    app.clock.advance(9);
    expect((await introspect(ann.refreshToken)).body).toEqual(told);
    expect((await introspect(next.refreshToken)).body).toMatchObject({ active: true });
    app.clock.advance(2);
    expect((await introspect(ann.refreshToken)).body).toEqual({ active: false });
    expect((await introspect(next.refreshToken)).body).toMatchObject({ active: true });
  });

  it('tells no refresh token that was replaced twice', async () => {
    await refresh((await refresh(ann.refreshToken)).refreshToken);
    expect((await introspect(ann.refreshToken)).body).toEqual({ active: false });
  });

  it.each(['nonsense', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.'])('says no more than that %s is not good', async (token) => {
    expect((await introspect(token)).body).toEqual({ active: false });
  });

  it('says the same of an expired token', async () => {
    app.clock.advance(901);
    expect((await introspect(ann.accessToken)).body).toEqual({ active: false });
  });

  it('says the same of every token of an account that is disabled', async () => {
    await app.app.get(UsersService, { strict: false }).setDisabled(ann.user.id, true);
    forgetEverywhere(app.apps);
    for (const token of [ann.accessToken, ann.refreshToken]) expect((await introspect(token)).body).toEqual({ active: false });
  });

  it('answers nobody without a service key', async () => {
    const anonymous = await app.http.post('/v2/auth/introspect').type('form').send({ token: ann.accessToken }).expect(401);
    expect(anonymous.body).toMatchObject({ code: 'service_key_required' });
    await app.http.post('/v2/auth/introspect').set('authorization', `Bearer ${ann.accessToken}`).type('form').send({ token: ann.accessToken }).expect(401);
  });

  it.each(['accessToken', 'refreshToken'] as const)('ends the session of whoever holds the %s', async (kind) => {
    await revoke(ann[kind]);
    await app.http.get('/v2/users/me').set('authorization', `Bearer ${ann.accessToken}`).expect(401);
    await app.http.post('/v2/auth/refresh').send({ refreshToken: ann.refreshToken }).expect(401);
    expect((await introspect(ann[kind])).body).toEqual({ active: false });
    await revoke(ann[kind]);
  });

  it.each([
    ['whose successor was lost', 1, 0],
    ['that was replaced long ago', 1, 60],
    ['that was replaced twice', 2, 0],
  ])('ends the session of whoever holds a refresh token %s', async (_, times, seconds) => {
    let last = ann;
    for (let time = 0; time < times; time += 1) last = { ...last, ...(await refresh(last.refreshToken)) };
    app.clock.advance(seconds);
    await revoke(ann.refreshToken);
    await app.http.get('/v2/users/me').set('authorization', `Bearer ${last.accessToken}`).expect(401);
    expect((await app.http.post('/v2/auth/refresh').send({ refreshToken: last.refreshToken }).expect(401)).body).toMatchObject({
      code: 'refresh_token_invalid',
    });
    expect(await app.db('SELECT end_reason FROM sessions WHERE id = $1', [ann.session.id])).toEqual([{ end_reason: 'revoked' }]);
  });

  it('ends nothing for a refresh token of our form that we never made', async () => {
    const [sid = '', , mac = ''] = ann.refreshToken.split('.');
    for (const forged of [`${sid}.0.${'A'.repeat(43)}`, `${sid}.1.${mac}`]) {
      await revoke(forged);
      expect((await introspect(forged)).body).toEqual({ active: false });
    }
    await app.http.get('/v2/users/me').set('authorization', `Bearer ${ann.accessToken}`).expect(200);
  });

  it('takes a token that is not good for done', async () => {
    await revoke('nonsense');
    await app.http.get('/v2/users/me').set('authorization', `Bearer ${ann.accessToken}`).expect(200);
  });

  it('asks for a token', async () => {
    const { body } = await app.http.post('/v2/auth/revoke').type('form').send({}).expect(400);
    expect(body).toMatchObject({ code: 'invalid_input', errors: [{ field: 'token', code: 'required' }] });
  });
});
