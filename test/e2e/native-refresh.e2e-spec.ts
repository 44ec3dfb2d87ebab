import { startApp, type TestApp } from '../support/app';
import type { Device, Person } from '../support/factories';

interface Grant {
  session: { id: string; expiresAt: string };
  accessToken: string;
  refreshToken: string;
  tokenType: string;
  expiresIn: number;
}

const DAY = 86_400;

describe('refreshing', () => {
  let app: TestApp;
  let person: Person;
  let phone: Device;
  beforeEach(async () => {
    app = await startApp({ THROTTLE: 'off' });
    person = await app.given.user();
    phone = await app.given.session(person);
  });
  afterEach(() => app?.close());

  const post = (refreshToken: unknown) => app.http.post('/v2/auth/refresh').send({ refreshToken });
  const refresh = async (refreshToken: string) => (await post(refreshToken).expect(200)).body as Grant;
  const alive = (accessToken: string) => app.http.get('/v2/users/me').set('authorization', `Bearer ${accessToken}`);

  it('gives the next tokens of the same session', async () => {
    const grant = await refresh(phone.refreshToken);
    expect(Object.keys(grant).sort()).toEqual(['accessToken', 'expiresIn', 'refreshToken', 'session', 'tokenType']);
    expect(grant).toMatchObject({ session: { id: phone.sessionId, current: true }, tokenType: 'Bearer', expiresIn: 900 });
    expect(grant.refreshToken).toMatch(new RegExp(`^${phone.sessionId}\\.1\\.[\\w-]{43}$`));
    await alive(grant.accessToken).expect(200);
    expect((await refresh(grant.refreshToken)).refreshToken).toMatch(/\.2\.[\w-]{43}$/);
  });

  it('gives the same successor again within ten seconds: the answer may have been lost', async () => {
    const first = await refresh(phone.refreshToken);
    app.clock.advance(9);
    expect((await refresh(phone.refreshToken)).refreshToken).toBe(first.refreshToken);
    await refresh(first.refreshToken);
  });

  it('ends the session when a token comes again later', async () => {
    const { refreshToken, accessToken } = await refresh(phone.refreshToken);
    app.clock.advance(11);
    expect((await post(phone.refreshToken).expect(401)).body).toMatchObject({ code: 'refresh_token_reused', status: 401 });
    await alive(accessToken).expect(401);
    expect((await post(refreshToken).expect(401)).body).toMatchObject({ code: 'refresh_token_invalid' });
  });

  it('ends the session when a token comes again that was replaced twice, even at once', async () => {
    const second = await refresh(phone.refreshToken);
    const third = await refresh(second.refreshToken);
    expect((await post(phone.refreshToken).expect(401)).body).toMatchObject({ code: 'refresh_token_reused' });
    await post(third.refreshToken).expect(401);
  });

  it('by 20 callers at once gives one lineage and ends nothing', async () => {
    const grants = await Promise.all(Array.from({ length: 20 }, () => refresh(phone.refreshToken)));
    expect(new Set(grants.map(({ refreshToken }) => refreshToken)).size).toBe(1);
    await refresh(grants[0]!.refreshToken);
  });

  it('never extends the absolute life, and the access token ends with the session', async () => {
    let { refreshToken } = phone;
    const ends = new Set<string>();
    for (let days = 0; days < 30; days += 10) {
      const grant = await refresh(refreshToken);
      ends.add(grant.session.expiresAt);
      refreshToken = grant.refreshToken;
      app.clock.advance(10 * DAY - (days === 20 ? 100 : 0));
    }
    const last = await refresh(refreshToken);
    expect(ends.add(last.session.expiresAt).size).toBe(1);
    expect(last.expiresIn).toBeLessThanOrEqual(100);
    app.clock.advance(101);
    await alive(last.accessToken).expect(401);
    await post(last.refreshToken).expect(401);
  });

  it('ends with the session’s idle time', async () => {
    app.clock.advance(14 * DAY + 1);
    expect((await post(phone.refreshToken).expect(401)).body).toMatchObject({ code: 'refresh_token_invalid' });
  });

  it('is of no use to an account that was disabled', async () => {
    await app.db('UPDATE users SET disabled_at = now() WHERE id = $1', [person.id]);
    await post(phone.refreshToken).expect(401);
    await alive(phone.accessToken).expect(401);
  });

  it('gives the scopes that the person holds now', async () => {
    await app.db(`UPDATE users SET scopes = '{user,admin}' WHERE id = $1`, [person.id]);
    const { accessToken } = await refresh(phone.refreshToken);
    expect(JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString())).toMatchObject({ scope: 'user admin' });
  });

  it('refuses whatever was never one of our tokens, and the session lives on', async () => {
    const [sid = '', counter = '', mac = ''] = phone.refreshToken.split('.');
    const other = await app.given.session(await app.given.user());
    const forged = [
      'x',
      `${sid}.${counter}`,
      `${sid}.1.${mac}`,
      `${sid}.00.${mac}`,
      `${sid}.-1.${mac}`,
      `${sid}.0.${'A'.repeat(43)}`,
      `${other.sessionId}.0.${mac}`,
      `${sid.toUpperCase()}.${counter}.${mac}`,
      `${phone.refreshToken} `,
      `${phone.refreshToken}.x`,
      phone.accessToken,
      `${sid}.999999999.${mac}`,
    ];
    for (const token of forged) expect([token, (await post(token)).status]).toEqual([token, 401]);
    for (const token of [null, undefined, {}, [], [phone.refreshToken], 5, true]) expect([token, (await post(token)).status]).toEqual([token, 400]);
    await refresh(phone.refreshToken);
  });

  it('racing a password reset leaves no living session', async () => {
    const reset = app.http.patch('/api/user/v1/resetpassword').send({ email: person.email });
    const results = await Promise.all([reset, ...Array.from({ length: 10 }, () => post(phone.refreshToken))]);
    expect(results[0]?.status).toBe(200);
    for (const { body } of results.slice(1)) {
      const { accessToken } = body as Partial<Grant>;
      if (accessToken !== undefined) await alive(accessToken).expect(401);
    }
    expect(await app.db('SELECT FROM sessions WHERE user_id = $1 AND ended_at IS NULL', [person.id])).toEqual([]);
  });
});
