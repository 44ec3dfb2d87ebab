import { startApp, type TestApp } from '../support/app';
import { changedMeanwhile } from '../support/held-account';
import { BROWSER, PHONE, UNKNOWN, Uprogress } from '../support/uprogress';

let app: TestApp;
let api: Uprogress;
beforeAll(async () => {
  app = await startApp();
  api = new Uprogress(app);
});
afterAll(() => app?.close());

const DAY = 86_400;

interface Life {
  expires_at: Date;
  last_seen_at: Date;
  push_token: string | null;
}

const livesOf = (number: number) => app.db<Life>('SELECT expires_at, last_seen_at, push_token FROM sessions WHERE number = $1', [number]);

it('is told to sign in where the session ends while the push token is on its way', async () => {
  const { email, token } = await api.register();
  const [{ id }] = (await app.db<{ id: string }>('SELECT id FROM users WHERE email = $1', [email])) as [{ id: string }];
  const { status, body } = await changedMeanwhile(
    app,
    id,
    () =>
      app.http
        .post('/api/v1/devices')
        .set('uprogresstoken', token)
        .send({ device: { token: 'abc' } }),
    `UPDATE sessions SET ended_at = now(), end_reason = 'revoked' WHERE user_id = $1`,
    'SELECT FROM sessions WHERE user_id = $1 FOR UPDATE',
  );
  expect([status, body]).toEqual([401, { error: 'User not found' }]);
});

describe('signing in again on the same device', () => {
  it('renews its record: the number stays, what is said anew is overwritten, what is left out becomes null', async () => {
    const person = await api.register();
    const [first] = await api.authorizations(person.token);
    const [before] = await livesOf(first?.id ?? 0);
    app.clock.advance(DAY);
    const again = await api.signIn(person, { platform: 'iOS', app: 'UProgress', app_version: '2.0' });
    const records = await api.authorizations(again);
    expect(records).toEqual([
      {
        ...first,
        platform_version: null,
        app_version: '2.0',
        last_sign_in_at: expect.any(String) as string,
        updated_at: expect.any(String) as string,
      },
    ]);
    const [renewed] = records;
    expect(Date.parse(renewed?.last_sign_in_at ?? '') - Date.parse(first?.last_sign_in_at ?? '')).toBeGreaterThanOrEqual(DAY * 1000);
    const [after] = await livesOf(first?.id ?? 0);
    expect(after!.expires_at.getTime() - before!.expires_at.getTime()).toBeGreaterThanOrEqual(DAY * 1000);
    expect(after!.last_seen_at.getTime()).toBeGreaterThan(before!.last_seen_at.getTime());
  });

  it('overwrites the provider, and the default is one', async () => {
    const person = await api.register();
    await api.signIn(person, { ...PHONE, provider: 'Facebook' });
    expect((await api.authorizations(person.token)).map(({ provider }) => provider)).toEqual(['Facebook']);
    await api.signIn(person, PHONE);
    expect((await api.authorizations(person.token)).map(({ provider }) => provider)).toEqual(['UProgress']);
  });

  it('leaves the tokens that were issued before valid', async () => {
    const person = await api.register();
    const again = await api.signIn(person);
    expect(again).not.toBe(person.token);
    for (const token of [person.token, again]) await api.get(token, 'sessions/current').expect(200);
  });

  it('keeps the push token of the device', async () => {
    const person = await api.register();
    await app.http
      .post('/api/v1/devices')
      .set('uprogresstoken', person.token)
      .send({ device: { token: 'push-1' } })
      .expect(200, { success: true });
    await api.signIn(person);
    const [record] = await api.authorizations(person.token);
    expect(await livesOf(record?.id ?? 0)).toMatchObject([{ push_token: 'push-1' }]);
  });

  it('is one record however many do it at once', async () => {
    const person = await api.register();
    const tokens = await Promise.all(Array.from({ length: 8 }, () => api.signIn(person, BROWSER)));
    const numbers = await Promise.all(tokens.map(async (token) => (await api.authorizations(token)).map(({ id }) => id)));
    expect(new Set(numbers.flat()).size).toBe(2);
  });

  it('without platform and name of the application is the same device too', async () => {
    const person = await api.register();
    const one = await api.signIn(person, { app_version: '1' });
    await api.signIn(person, { app_version: '2', platform: '', app_name: null });
    const records = await api.authorizations(one);
    expect(records.map(({ platform, app_name, app_version }) => [platform, app_name, app_version])).toEqual([
      [null, null, '2'],
      ['iOS', 'UProgress', '1.0'],
    ]);
  });
});

test('another platform, another application or another person is another device', async () => {
  const person = await api.register();
  await api.signIn(person, { ...PHONE, platform: 'Android' });
  await api.signIn(person, { ...PHONE, app_name: 'UProgress 2' });
  await api.register();
  expect(await api.authorizations(person.token)).toHaveLength(3);
});

describe('a record that is over is never revived', () => {
  it('when it was ended', async () => {
    const person = await api.register();
    const [first] = await api.authorizations(person.token);
    await app.http.delete(`/api/v1/authorizations/${first?.id}`).set('uprogresstoken', person.token).expect(200);
    const again = await api.signIn(person);
    const [second] = await api.authorizations(again);
    expect(second?.id).toBeGreaterThan(first?.id ?? 0);
    await api.get(person.token, 'authorizations').expect(401, UNKNOWN);
  });

  it('when it expired, unused or at its end', async () => {
    const person = await api.register();
    const [first] = await api.authorizations(person.token);
    app.clock.advance(91 * DAY);
    const again = await api.signIn(person);
    const [second] = await api.authorizations(again);
    expect(second?.id).toBeGreaterThan(first?.id ?? 0);
    await api.get(person.token, 'sessions/current').expect(401, { user: null });
    app.clock.advance(366 * DAY);
    const [third] = await api.authorizations(await api.signIn(person));
    expect(third?.id).toBeGreaterThan(second?.id ?? 0);
  });
});

describe('changing the password', () => {
  it('leaves the presented token alone, of its record and of all others; later ones are good', async () => {
    const person = await api.register();
    const presented = await api.signIn(person);
    const browser = await api.signIn(person, BROWSER);
    await api.put(presented, 'users/change_password', { user: { password: 'Altair_69', password_confirmation: 'Altair_69' } }).expect(200);
    for (const dead of [person.token, browser]) await api.get(dead, 'authorizations').expect(401, UNKNOWN);
    const [record, ...others] = await api.authorizations(presented);
    expect(others).toEqual([]);
    const later = await api.signIn({ email: person.email, password: 'Altair_69' });
    expect((await api.authorizations(later)).map(({ id }) => id)).toEqual([record?.id]);
    await api.get(presented, 'sessions/current').expect(200);
    await api.get(person.token, 'sessions/current').expect(401, { user: null });
    const wrong = await app.http.post('/api/v1/sessions').send({ user: { ...person, authorization: PHONE } });
    expect(wrong.status).toBe(422);
  });
});
