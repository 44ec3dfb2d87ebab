import { startApp, type TestApp } from '../support/app';
import { tokenOf } from '../support/mailbox';
import { MixappClient } from '../support/mixapp-client';
import { PASSWORD_DOORS } from '../support/password-doors';
import { SIGN_IN_DOORS } from '../support/sign-in-doors';

/** GHSA-qq9h-g4jm-xgf3: somebody registers a victim's address, waits for the victim to confirm it, and is in. */
const ATTACKERS = 'Waiting-For-My-Victim-1';
const VICTIMS = 'Mine-From-The-Start-2';

/** Amadis' door changes the password when it opens. */
const HARMLESS_DOORS = SIGN_IN_DOORS.filter(({ api }) => api !== 'amadis');

/** Registers somebody else's address. */
type Register = (app: TestApp) => Promise<{ email: string; password: string }>;

const doors = PASSWORD_DOORS.filter(({ name }) => ['POST /v2/users', 'POST /api/v1/registrations', 'POST /api/user/v1/register', 'POST /user'].includes(name));
const REGISTRATIONS: (readonly [string, Register])[] = [
  ...doors.map(({ api, come }): [string, Register] => [
    api,
    async (app) => {
      const attacker = await come(app);
      await attacker.set(ATTACKERS);
      return { email: attacker.email, password: ATTACKERS };
    },
  ]),
  [
    'mixapp',
    async (app) => {
      const email = 'victim-of-mixapp@example.com';
      return { email, password: (await new MixappClient(app).signUp(email)).password };
    },
  ],
];

let app: TestApp;
beforeAll(async () => (app = await startApp({ THROTTLE: 'off' })));
afterAll(() => app.close());

test('the registration of every API is tried', () => {
  expect(REGISTRATIONS.map(([api]) => api).sort()).toEqual(['amadis', 'appmixer', 'mixapp', 'native', 'uprogress']);
});

test.each(REGISTRATIONS)('an account registered in advance through %s is worth nothing once the victim has confirmed the address', async (_, register) => {
  const { email, password } = await register(app);
  for (const { prove, accepted } of HARMLESS_DOORS) expect(accepted(await prove(app, email, password))).toBe(true);
  const token = tokenOf(await app.mailbox.waitFor(email, { subject: /confirm/i }));
  await app.http.post('/v2/users/email-confirmations').send({ token, newPassword: VICTIMS }).expect(204);

  const living = await app.db('SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1 AND s.ended_at IS NULL', [email]);
  expect(living).toEqual([]);
  for (const { prove, accepted } of SIGN_IN_DOORS) expect(accepted(await prove(app, email, password))).toBe(false);
  for (const { prove, accepted } of HARMLESS_DOORS) expect(accepted(await prove(app, email, VICTIMS))).toBe(true);
});
