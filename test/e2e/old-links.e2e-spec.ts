import { OneTimeSecrets } from '../../src/tokens/one-time-secrets';
import type { SecretPurpose } from '../../src/tokens/one-time-secret.entity';
import { startApp, type TestApp } from '../support/app';
import type { Person } from '../support/factories';
import { registerSecret } from '../support/secrets';
import { Visitor } from '../support/visitor';

/* Links of a release that stored domains as they came restore and confirm addresses that people are found by now. */

const NEW = 'Brand-New-Horse-1';

let app: TestApp;
let person: Person;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
});
beforeEach(async () => {
  person = await app.given.user({ verified: true });
});
afterAll(() => app?.close());

/** The token of a link that was minted before addresses had their domains in letters. */
async function oldLink(purpose: SecretPurpose, email: string): Promise<string> {
  const token = await app.app.get(OneTimeSecrets, { strict: false }).mint({ userId: person.id, purpose, ttl: 3_600, context: { email } });
  registerSecret(token);
  return token;
}

const signIn = (email: string, password: string) => app.http.post('/v2/auth/sign-in').send({ email, password });
const stored = () => app.db('SELECT email FROM users WHERE id = $1', [person.id]);

it('the undo of a change', async () => {
  const token = await oldLink('email_change_undo', 'undo@xn--mnchen-3ya.example');
  const visitor = new Visitor(app.baseUrl);
  const page = await visitor.open(`/account/undo-email-change?token=${token}`);
  expect(page.html).toContain('undo@münchen.example');
  expect((await visitor.submit(await visitor.submit(page, {}), { newPassword: NEW })).status).toBe(200);
  expect(await stored()).toEqual([{ email: 'undo@münchen.example' }]);
  await signIn('undo@münchen.example', NEW).expect(200);
});

it('the confirmation of a new address', async () => {
  const token = await oldLink('email_change', 'change@xn--mnchen-3ya.example\u200b');
  await app.http.post('/v2/users/email-confirmations').send({ token, password: person.password }).expect(204);
  expect(await stored()).toEqual([{ email: 'change@münchen.example' }]);
  await signIn('change@xn--mnchen-3ya.example', person.password).expect(200);
});

it('the confirmation of a first address, and no link of another one', async () => {
  await app.db(`UPDATE users SET email = 'first@münchen.example', email_verified_at = NULL WHERE id = $1`, [person.id]);
  const [own, other] = [await oldLink('email_confirmation', 'first@xn--mnchen-3ya.example'), await oldLink('email_confirmation', 'first@example.org')];
  const confirm = (token: string) => app.http.post('/v2/users/email-confirmations').send({ token, password: person.password });
  await confirm(other).expect(410);
  await confirm(own).expect(204);
  expect(await stored()).toEqual([{ email: 'first@münchen.example' }]);
});

it('a restored address is still taken from nobody who has it in letters', async () => {
  const owner = await app.given.user({ email: 'taken@münchen.example' });
  await app.db('UPDATE users SET email_verified_at = now() WHERE id = $1', [owner.id]);
  const token = await oldLink('email_change', 'taken@xn--mnchen-3ya.example');
  await app.http.post('/v2/users/email-confirmations').send({ token, password: person.password }).expect(409);
  expect(await stored()).toEqual([{ email: person.email }]);
});
