import { UsersService } from '../../src/users/users.service';
import { startApp, type TestApp } from '../support/app';
import type { Device, Person } from '../support/factories';
import { readMe, untilRemembered } from '../support/pair';
import { Uprogress } from '../support/uprogress';

/*
 * An instance hears of every change from the database, moments later and mostly before its caller asks again. What it has
 * changed itself it must have forgotten when it answers: here the database tells nobody of anything, so nothing else helps.
 */

const CAP = 5;
const NEW = 'Staple-Battery-2-Horse';

let app: TestApp;
let person: Person;
let phone: Device;
let laptop: Device;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off', MAX_SESSIONS_PER_USER: String(CAP) });
  for (const table of ['sessions', 'users']) await app.db(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
});
afterAll(() => app?.close());
beforeEach(async () => {
  person = await app.given.user();
  phone = await app.given.session(person);
  laptop = await app.given.session(person);
  await untilRemembered([app], phone.accessToken);
});

const users = () => app.app.get(UsersService, { strict: false });

async function signInAgain(times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    app.clock.advance(1);
    await app.given.session(person);
  }
}

it('no notice tells of a change', async () => {
  await app.db('UPDATE sessions SET ended_at = now() WHERE id = $1', [laptop.sessionId]);
  await app.db('UPDATE sessions SET ended_at = now() WHERE id = $1', [phone.sessionId]);
  // Else what follows would prove nothing.
  if (app.apps.length === 1) await readMe(app, phone.accessToken).expect(200);
});

it.each<[string, () => PromiseLike<unknown>]>([
  ['sign-out', () => phone.post('/v2/auth/sign-out').expect(204)],
  ['its end from another device', () => laptop.delete(`/v2/sessions/${phone.sessionId}`).expect(204)],
  ['the end of all the others', () => laptop.delete('/v2/sessions').expect(200)],
  ['a change of the password', () => laptop.put('/v2/users/me/password').send({ currentPassword: person.password, newPassword: NEW }).expect(204)],
  ['a reset of the password', () => app.http.patch('/api/user/v1/resetpassword').send({ email: person.email }).expect(200)],
  ['more sign-ins than sessions', () => signInAgain(CAP)],
  ['disabling the account', () => users().setDisabled(person.id, true)],
  ['deleting the account', () => laptop.delete('/v2/users/me').send({ currentPassword: person.password }).expect(204)],
])('a session is dead at the next request after %s', async (_, end) => {
  await end();
  await readMe(app, phone.accessToken).expect(401);
});

it('a UProgress token is dead at the next request after a change of the password with a later one', async () => {
  const uprogress = new Uprogress(app);
  const account = await uprogress.register();
  const later = await uprogress.signIn(account);
  for (const token of [account.token, later]) await uprogress.get(token, 'sessions/current').expect(200);
  await uprogress.put(later, 'users/change_password', { user: { password: NEW, password_confirmation: NEW } }).expect(200);
  await uprogress.get(account.token, 'sessions/current').expect(401);
  await uprogress.get(later, 'sessions/current').expect(200);
});

it('the account is shown as it is at the next request', async () => {
  await phone.patch('/v2/users/me').send({ name: 'Ann' }).expect(200);
  expect((await readMe(app, phone.accessToken).expect(200)).body).toMatchObject({ name: 'Ann' });
  await users().setScopes(person.id, ['user', 'helpdesk']);
  expect((await readMe(app, phone.accessToken).expect(200)).body).toMatchObject({ scopes: ['user', 'helpdesk'] });
  app.clock.advance(60);
  const before = app.clock.now().getTime();
  await app.given.session(person);
  const { body } = await readMe(app, phone.accessToken).expect(200);
  expect(Date.parse((body as { lastLoginAt: string }).lastLoginAt)).toBeGreaterThanOrEqual(before);
});
