import { createDatabase } from '../support/database';
import { startApp, type TestApp } from '../support/app';
import { withinEverywhere } from '../support/everywhere';
import type { Device, Person } from '../support/factories';
import { forgetEverywhere } from '../support/heard-by-all';
import { tokenOf } from '../support/mailbox';
import { type Pair, readMe, refreshAt, startPair, untilRemembered } from '../support/pair';
import { within } from '../support/within';
import { UsersService } from '../../src/users/users.service';

const NEW = 'Staple-Battery-2-Horse';

async function expectDead(app: TestApp, { accessToken, refreshToken }: Pick<Device, 'accessToken' | 'refreshToken'>): Promise<void> {
  await readMe(app, accessToken).expect(401);
  await refreshAt(app, refreshToken).expect(401);
}

async function reset(app: TestApp, { email }: Person, newPassword: string, count = 1): Promise<number> {
  await app.http.post('/v2/password-recovery').send({ email }).expect(202);
  const token = tokenOf(await app.mailbox.waitFor(email, { subject: /recover|choose/i }, count));
  return (await app.http.post('/v2/password-recovery/confirm').send({ token, newPassword })).status;
}

describe('a session that both instances remember is dead at the next request here, and within a second there, after', () => {
  let pair: Pair;
  let person: Person;
  let phone: Device;
  let laptop: Device;
  beforeAll(async () => {
    pair = await startPair({ THROTTLE: 'off' });
  });
  afterAll(() => pair?.close());
  beforeEach(async () => {
    person = await pair.here.given.user();
    phone = await pair.here.given.session(person);
    laptop = await pair.here.given.session(person);
    await untilRemembered(pair.both, phone.accessToken);
  });

  const changePassword = () => laptop.put('/v2/users/me/password').send({ currentPassword: person.password, newPassword: NEW }).expect(204);
  const users = () => pair.here.app.get(UsersService, { strict: false });

  it.each<[string, () => PromiseLike<unknown>]>([
    ['sign-out (ASVS 7.4.1)', () => phone.post('/v2/auth/sign-out').expect(204)],
    ['revocation by its own token (RFC 7009)', () => pair.here.http.post('/v2/auth/revoke').type('form').send({ token: phone.accessToken }).expect(200)],
    ['its end from another device (ASVS 7.4.5)', () => laptop.delete(`/v2/sessions/${phone.sessionId}`).expect(204)],
    ['the end of all the others', () => laptop.delete('/v2/sessions').expect(200)],
    ['a change of the password elsewhere (ASVS 7.4.3)', () => changePassword()],
    ['a reset of the password (ASVS 7.4.3)', async () => expect(await reset(pair.here, person, NEW)).toBe(204)],
    ['disabling the account (ASVS 7.4.2)', () => users().setDisabled(person.id, true)],
    ['deleting the account (ASVS 7.4.2)', () => laptop.delete('/v2/users/me').send({ currentPassword: person.password }).expect(204)],
  ])('%s', async (_, end) => {
    await end();
    forgetEverywhere(pair.here.apps);
    await expectDead(pair.here, phone);
    await withinEverywhere(pair.there, 1_000, () => readMe(pair.there, phone.accessToken).expect(401));
    await expectDead(pair.there, phone);
  });

  it.each([
    ['disabling the account', 'UPDATE users SET disabled_at = now() WHERE id = $1'],
    ['deleting the account', 'DELETE FROM users WHERE id = $1'],
    ['ending the sessions', 'UPDATE sessions SET ended_at = now() WHERE user_id = $1'],
    ['removing the sessions', 'DELETE FROM sessions WHERE user_id = $1'],
  ])('%s in the database, past every instance', async (_, sql) => {
    await pair.here.db(sql, [person.id]);
    for (const app of pair.both) await withinEverywhere(app, 1_000, () => readMe(app, phone.accessToken).expect(401));
    for (const app of pair.both) await expectDead(app, phone);
  });

  it('demotion: the scope is gone, though the token still names it (ASVS 7.4.2)', async () => {
    const admin = await pair.here.given.admin();
    const { accessToken, refreshToken } = await pair.here.given.session(admin);
    await untilRemembered(pair.both, accessToken);
    const scopes = async (app: TestApp) => ((await readMe(app, accessToken).expect(200)).body as { scopes: string[] }).scopes;
    expect(await Promise.all(pair.both.map(scopes))).toEqual([
      ['user', 'admin'],
      ['user', 'admin'],
    ]);
    await users().setScopes(admin.id, ['user']);
    forgetEverywhere(pair.here.apps);
    expect(await scopes(pair.here)).toEqual(['user']);
    await withinEverywhere(pair.there, 1_000, async () => expect(await scopes(pair.there)).toEqual(['user']));
    const { body } = await refreshAt(pair.there, refreshToken).expect(200);
    expect(JSON.parse(Buffer.from((body as Device).accessToken.split('.')[1] ?? '', 'base64url').toString())).toMatchObject({ scope: 'user' });
  });
});

describe('a reset of the password (ASVS 7.4.3, 15.4.2)', () => {
  const ROUNDS = 20;
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair({ THROTTLE: 'off' });
  });
  afterAll(() => pair?.close());

  /** Refreshes again and again until refused; every access token on the way. */
  async function refreshOn(app: TestApp, device: Device): Promise<string[]> {
    const tokens = [device.accessToken];
    for (let refreshToken = device.refreshToken; ;) {
      const { status, body } = await refreshAt(app, refreshToken);
      if (status !== 200) return tokens;
      tokens.push((body as Device).accessToken);
      ({ refreshToken } = body as Device);
    }
  }

  /** Signs in again and again with the old password until refused. */
  async function signInOn(app: TestApp, { email, password }: Person): Promise<string[]> {
    for (const tokens: string[] = []; ;) {
      const { status, body } = await app.http.post('/v2/auth/sign-in').send({ email, password });
      if (status !== 200) return tokens;
      tokens.push((body as Device).accessToken);
    }
  }

  it(`racing refreshes and sign-ins with the old password on two instances leaves no living session, in ${ROUNDS} rounds`, async () => {
    let person = await pair.here.given.user();
    let refreshed = 0;
    for (let round = 1; round <= ROUNDS; round++) {
      const devices = await Promise.all(Array.from({ length: 4 }, () => pair.here.given.session(person)));
      const racing = [...devices.map((device, i) => refreshOn(pair.both[i % 2 === 0 ? 0 : 1], device)), signInOn(pair.there, person)];
      const password = `${NEW}-${round}`;
      expect(await reset(pair.here, person, password, round)).toBe(204);
      const tokens = (await Promise.all(racing)).flat();
      expect(await pair.here.db('SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL', [person.id])).toEqual([]);
      for (const token of tokens) await readMe(pair.here, token).expect(401);
      for (const token of tokens.slice(-5)) await within(1_000, () => readMe(pair.there, token).expect(401));
      refreshed += tokens.length - devices.length;
      person = { ...person, password };
      for (const app of pair.both) app.clock.advance(61);
    }
    // Else there was no race.
    expect(refreshed).toBeGreaterThan(ROUNDS * 10);
  }, 360_000);
});

describe('after a restart (CVE-2026-9802)', () => {
  it('what was revoked stays revoked, and what lives lives on', async () => {
    const database = await createDatabase();
    const settings = { THROTTLE: 'off', DATABASE_URL: database.url };
    const first = await startApp(settings);
    const [person, changed, disabled] = [await first.given.user(), await first.given.user(), await first.given.user()];
    const session = () => first.given.session(person);
    const living = await session();
    const [signedOut, revoked, ended, reused] = [await session(), await session(), await session(), await session()];
    const [ofChanged, ofDisabled] = [await first.given.session(changed), await first.given.session(disabled)];
    await signedOut.post('/v2/auth/sign-out').expect(204);
    await first.http.post('/v2/auth/revoke').type('form').send({ token: revoked.refreshToken }).expect(200);
    await living.delete(`/v2/sessions/${ended.sessionId}`).expect(204);
    const next = (await refreshAt(first, reused.refreshToken).expect(200)).body as Device;
    first.clock.advance(11);
    await refreshAt(first, reused.refreshToken).expect(401);
    expect(await reset(first, changed, NEW)).toBe(204);
    await first.app.get(UsersService, { strict: false }).setDisabled(disabled.id, true);
    await first.close();

    const second = await startApp(settings);
    for (const dead of [signedOut, revoked, ended, reused, next, ofChanged, ofDisabled]) await expectDead(second, dead);
    await second.http.post('/v2/auth/sign-in').send({ email: changed.email, password: changed.password }).expect(401);
    await readMe(second, living.accessToken).expect(200);
    await refreshAt(second, living.refreshToken).expect(200);
    await second.close();
    await database.drop();
  });
});
