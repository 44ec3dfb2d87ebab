import { BearerTokens } from '../../src/tokens/bearer-tokens';
import { startApp, type TestApp } from '../support/app';
import { usesKnown } from '../support/everywhere';
import type { Person } from '../support/factories';
import { tokenOf } from '../support/mailbox';
import { MixappClient, type MixappDevice, UNAUTHORIZED } from '../support/mixapp-client';

const DAY = 86_400;

let app: TestApp;
let mixapp: MixappClient;
let ann: Person;
let phone: MixappDevice;

beforeAll(async () => {
  app = await startApp();
  mixapp = new MixappClient(app);
});
afterAll(() => app?.close());

beforeEach(async () => {
  ann = await app.given.user({ name: 'Ann Lee' });
  phone = await mixapp.signIn(ann);
});

const alive = (device: MixappDevice) =>
  device
    .update({})
    .expect(200)
    .expect(({ body }) => expect(body).toHaveProperty('user.email', ann.email));
const dead = (device: MixappDevice) => device.update({ name: 'Mallory' }).expect(200, UNAUTHORIZED);

test('a session of Mixapp is listed natively with its device, and dead in its own envelope once it was ended there', async () => {
  const agent = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
  const second = (await mixapp.post('signin', { email: ann.email, password: ann.password }).set('User-Agent', agent).expect(200)).body as MixappDevice;
  const native = await app.given.session(ann);
  const { body } = await native.get('/v2/sessions').expect(200);
  const { sessions } = body as { sessions: { id: string; client: string; current: boolean; platform: string | null; appName: string | null }[] };
  expect(sessions.map(({ client }) => client)).toEqual(['native', 'mixapp', 'mixapp']);
  expect(sessions[1]).toMatchObject({ current: false, platform: 'macOS', appName: 'Chrome', label: 'Chrome on macOS', provider: null });

  await native.delete(`/v2/sessions/${sessions[1]?.id}`).expect(204);
  await mixapp.update(second.token, {}).expect(200, UNAUTHORIZED);
  await alive(phone);
});

test('registering opens a session too', async () => {
  const device = await mixapp.signUp('registered@example.com');
  const native = await app.given.session({ ...ann, email: 'registered@example.com', password: device.password });
  const { body } = await native.get('/v2/sessions').expect(200);
  expect((body as { sessions: { client: string }[] }).sessions.map(({ client }) => client)).toEqual(['native', 'mixapp']);
});

test('every session ends by "end all others", and so do those of Mixapp', async () => {
  const native = await app.given.session(ann);
  await native.delete('/v2/sessions').expect(200, { ended: 1 });
  await dead(phone);
});

test('a reset of the password ends the session', async () => {
  await mixapp.post('repair', { email: ann.email }).expect(200, { result: true });
  const token = tokenOf(await app.mailbox.waitFor(ann.email, { subject: 'Choose a new password' }));
  await mixapp.post(`repair/${token}`, { password: 'chosen anew' }).expect(200, { result: true });
  await dead(phone);
  await alive(await mixapp.signIn({ ...ann, password: 'chosen anew' }));
});

test('disabling the account ends the session at its next request', async () => {
  await app.db('UPDATE users SET disabled_at = now() WHERE id = $1', [ann.id]);
  await dead(phone);
});

test('so does deleting it', async () => {
  const native = await app.given.session(ann);
  await native.delete('/v2/users/me').send({ currentPassword: ann.password }).expect(204);
  await dead(phone);
});

test('it lives a year with use, and ninety days without', async () => {
  const idle = await mixapp.signIn(ann);
  for (let days = 0; days < 360; days += 60) {
    app.clock.advance(60 * DAY);
    await alive(phone);
    await usesKnown(app);
  }
  await dead(idle);
  app.clock.advance(5 * DAY + 1);
  await dead(phone);
});

test('a token opens its own API only', async () => {
  const native = await app.given.session(ann);
  await mixapp.update(native.accessToken, {}).expect(200, UNAUTHORIZED);
  await app.http.get('/v2/users/me').set('Authorization', `Bearer ${phone.token}`).expect(401);
});

test.each(['uprogress', 'amadis', 'appmixer'] as const)('the same session by a token for %s opens nothing', async (dialect) => {
  const [session] = await app.db<{ id: string; expires_at: Date }>('SELECT id, expires_at FROM sessions WHERE user_id = $1 AND ended_at IS NULL', [ann.id]);
  const subject = { userId: ann.id, sessionId: session?.id ?? '', scopes: ['user'], expiresAt: session?.expires_at ?? new Date(0) };
  const tokens = app.app.get(BearerTokens, { strict: false });
  await mixapp
    .update(tokens.mintLegacy('mixapp', subject, 0).token, {})
    .expect(200)
    .expect(({ body }) => expect(body).toHaveProperty('user'));
  await mixapp.update(tokens.mintLegacy(dialect, subject, 0).token, {}).expect(200, UNAUTHORIZED);
});

test.each([
  ['without a signature', (token: string) => token.replace(/[^.]+$/, '')],
  ['with another signature', (token: string) => `${token.slice(0, -4)}AAAA`],
  ['that says it needs none', (token: string) => `eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.${token.split('.')[1]}.`],
  ['twice', (token: string) => `${token}, ${token}`],
])('a token %s opens nothing', async (_, forge) => {
  await mixapp.update(forge(phone.token), { name: 'Mallory' }).expect(200, UNAUTHORIZED);
});
