import { RecoveryApproval } from '../../src/password-recovery/recovery-approval.service';
import { startApp, type TestApp } from '../support/app';
import { tokenOf } from '../support/mailbox';
import { BROWSER, TOKEN_SPENT, UNKNOWN, Uprogress } from '../support/uprogress';

const SUBJECT = 'Restore password';
const UPDATED = { message: 'Password was succesfully updated' };
const CLIENT = 'https://progress.example.com/app';

let app: TestApp;
let api: Uprogress;
const start = async (settings: Record<string, string>) => {
  app = await startApp(settings);
  api = new Uprogress(app);
};
afterEach(() => app?.close());

async function restored(email: string): Promise<string> {
  const { body } = await api.restore(email).expect(200);
  const answer = body as { token: string; message: string };
  expect(answer).toEqual({ token: expect.stringMatching(/^[\w-]{43}$/) as string, message: 'Mail was succesfully sended' });
  return answer.token;
}

const mailTo = (email: string) => app.mailbox.waitFor(email, { subject: SUBJECT });

async function isVerified(email: string): Promise<boolean | undefined> {
  const [row] = await app.db<{ verified: boolean }>('SELECT email_verified_at IS NOT NULL AS verified FROM users WHERE email = $1', [email]);
  return row?.verified;
}

test('faithful: the returned token works beside the mailed one, ends every session, and is no proof that the address is the caller’s', async () => {
  await start({ LEGACY_RECOVERY: 'faithful', UPROGRESS_CLIENT_URL: `${CLIENT}/` });
  const person = await api.register();
  const browser = await api.signIn(person, BROWSER);
  const native = await app.given.session({ id: '', username: null, ...person });
  const token = await restored(person.email);
  const mail = await mailTo(person.email);
  const mailed = tokenOf(mail);
  expect(mailed).not.toBe(token);
  expect(mail.links.filter((link) => link.includes(mailed))).toEqual([`${CLIENT}/reset_password?reset=${mailed}`]);
  expect(mail.links.some((link) => link.includes('recovery-request'))).toBe(false);
  await api.reset(token, 'Altair_69').expect(200, UPDATED);
  await api.reset(mailed, 'Altair_70').expect(422, TOKEN_SPENT);
  for (const dead of [person.token, browser]) await api.get(dead, 'authorizations').expect(401, UNKNOWN);
  await native.get('/v2/users/me').expect(401);
  await api.signIn({ email: person.email, password: 'Altair_69' });
  expect(await isVerified(person.email)).toBe(false);
  expect((await app.mailbox.waitFor(person.email, { subject: 'Your password was changed' })).text).toContain('password');
});

test('faithful: the next letter ends the token that was returned before it, and not the one returned with it', async () => {
  await start({ LEGACY_RECOVERY: 'faithful' });
  const { email } = await api.register();
  const first = await restored(email);
  await mailTo(email);
  app.clock.advance(61);
  const second = await restored(email);
  await app.mailbox.waitFor(email, { subject: SUBJECT }, 2);
  await api.reset(first, 'Altair_69').expect(422, TOKEN_SPENT);
  await api.reset(second, 'Altair_69').expect(200, UPDATED);
});

test('faithful: a disabled account is answered as an unknown address is, and gets no token', async () => {
  await start({ LEGACY_RECOVERY: 'faithful' });
  const { email } = await api.register();
  await app.db('UPDATE users SET disabled_at = now() WHERE email = $1', [email]);
  for (const asked of [email, 'nobody@example.com']) await api.restore(asked).expect(422, { errors: { email: ['There is no such user'] } });
  expect(await app.db(`SELECT FROM one_time_secrets WHERE purpose = 'recovery'`)).toEqual([]);
});

test('of sixteen callers with one token exactly one succeeds', async () => {
  await start({ LEGACY_RECOVERY: 'faithful' });
  const person = await api.register();
  const token = await restored(person.email);
  const answers = await Promise.all(Array.from({ length: 16 }, (_, i) => api.reset(token, `Altair_69_${i}`)));
  expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
  for (const { status, body } of answers.filter((answer) => answer.status !== 200)) expect([status, body]).toEqual([422, TOKEN_SPENT]);
});

test('safe: the returned token works once the person has said Yes, and the mail holds both links', async () => {
  await start({ LEGACY_RECOVERY: 'safe', UPROGRESS_CLIENT_URL: CLIENT });
  const person = await api.register();
  const inert = await restored(person.email);
  const mail = await mailTo(person.email);
  const mailed = tokenOf(mail);
  expect(mailed).not.toBe(inert);
  const links = mail.links.filter((link) => link.includes(mailed));
  expect(new Set(links)).toEqual(new Set([`${CLIENT}/reset_password?reset=${mailed}`, `${app.baseUrl}/account/recovery-request?token=${mailed}`]));
  await api.reset(inert, 'Altair_69').expect(422, TOKEN_SPENT);
  await app.app.get(RecoveryApproval, { strict: false }).approve(mailed, '127.0.0.1');
  await api.reset(inert, 'Altair_69').expect(200, UPDATED);
  await api.reset(inert, 'Altair_70').expect(422, TOKEN_SPENT);
  await api.reset(mailed, 'Altair_70').expect(422, TOKEN_SPENT);
  await api.get(person.token, 'authorizations').expect(401, UNKNOWN);
  expect(await isVerified(person.email)).toBe(true);
});

test('safe: no other door takes the returned token, not even when it was approved', async () => {
  await start({ LEGACY_RECOVERY: 'safe' });
  const person = await api.register();
  const inert = await restored(person.email);
  await app.app.get(RecoveryApproval, { strict: false }).approve(tokenOf(await mailTo(person.email)), '127.0.0.1');
  await app.http.post('/v2/password-recovery/confirm').send({ token: inert, newPassword: 'Altair_69_Altair' }).expect(410);
  await app.http.post('/user/forgot-password/reset').send({ code: inert, password: 'Altair_69' }).expect(400);
  await app.http.post(`/v1/repair/${inert}`).send({ password: 'Altair_69' }).expect(200, { error_code: 654, error_message: 'Access Forbiden', more_info: '' });
  await api.signIn(person);
  await api.reset(inert, 'Altair_69').expect(200, UPDATED);
});

test('safe: the links keep the configured origin, whatever Host the request has; without a web app they lead to our own page', async () => {
  await start({ LEGACY_RECOVERY: 'safe' });
  const person = await api.register();
  await api.restore(person.email).set('host', 'evil.example').set('x-forwarded-host', 'evil.example').expect(200);
  const mail = await mailTo(person.email);
  const token = tokenOf(mail);
  expect(new Set(mail.links.filter((link) => link.includes(token)))).toEqual(
    new Set([`${app.baseUrl}/account/recover/confirm?token=${token}`, `${app.baseUrl}/account/recovery-request?token=${token}`]),
  );
  expect(`${mail.html}${mail.text}`).not.toContain('evil.example');
});

test('safe: in the cooldown nothing is mailed, and the token mailed before stays good', async () => {
  await start({ LEGACY_RECOVERY: 'safe' });
  const person = await api.register();
  const first = await restored(person.email);
  const mailed = tokenOf(await mailTo(person.email));
  const second = await restored(person.email);
  expect(second).not.toBe(first);
  for (const token of [first, second]) await api.reset(token, 'Altair_69').expect(422, TOKEN_SPENT);
  await api.reset(mailed, 'Altair_69').expect(200, UPDATED);
  expect(app.mailbox.all(person.email).filter(({ subject }) => subject === SUBJECT)).toHaveLength(1);
});
