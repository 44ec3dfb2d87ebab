import { createHash } from 'node:crypto';
import { startApp, type TestApp } from '../support/app';
import type { Person } from '../support/factories';
import { codeIn, tokenOf } from '../support/mailbox';
import { mailsSettled } from '../support/mails';
import { storeOf } from '../support/store';

const NEW = 'Staple-Battery-2-Horse';
const RECOVERY = { subject: 'Choose a new password' };

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
});
afterAll(() => app?.close());

const confirm = (body: object) => app.http.post('/v2/password-recovery/confirm').send(body);
const byCode = (email: string, code: string, newPassword = NEW) => confirm({ email, code, newPassword });
const signIn = ({ email }: Person, password: string) => app.http.post('/v2/auth/sign-in').send({ email, password });

interface Recovering {
  readonly person: Person;
  readonly email: string;
  readonly code: string;
  readonly token: string;
}

async function recovering(person?: Person): Promise<Recovering> {
  const who = person ?? (await app.given.user());
  const before = app.mailbox.all(who.email).filter(({ subject }) => subject === RECOVERY.subject).length;
  await app.http.post('/v2/password-recovery').send({ email: who.email }).expect(202);
  const mail = await app.mailbox.waitFor(who.email, RECOVERY, before + 1);
  return { person: who, email: who.email, code: codeIn(mail), token: tokenOf(mail) };
}

const wrongFor = (code: string) => `${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`;

it('is in the mail beside the link, and chooses a new password as the link does', async () => {
  const { person, email, code, token } = await recovering();
  const phone = await app.given.session(person);
  expect(code).toMatch(/^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}$/);
  const { text, headers } = await byCode(email.toUpperCase(), ` ${code.toLowerCase().replace('-', ' ')} `).expect(204);
  expect([text, headers['set-cookie']]).toEqual(['', undefined]);
  await phone.get('/v2/users/me').expect(401);
  expect((await signIn(person, NEW).expect(200)).body).toMatchObject({ user: { emailVerified: true } });
  await app.mailbox.waitFor(email, { subject: /changed/i });
  await confirm({ token, newPassword: NEW }).expect(410);
  await byCode(email, code).expect(403);
});

it('dies when the link is used', async () => {
  const { email, code, token } = await recovering();
  await confirm({ token, newPassword: NEW }).expect(204);
  await byCode(email, code).expect(403);
});

it('lives ten minutes; the link goes on', async () => {
  const { email, code, token } = await recovering();
  app.clock.advance(601);
  await byCode(email, code).expect(403);
  await confirm({ token, newPassword: NEW }).expect(204);
});

it('is worth five tries; the link is none the worse for them', async () => {
  const { email, code, token } = await recovering();
  for (let i = 0; i < 5; i++) expect((await byCode(email, wrongFor(code)).expect(403)).body).toMatchObject({ code: 'recovery_code_wrong', status: 403 });
  await byCode(email, code).expect(403);
  await confirm({ token, newPassword: NEW }).expect(204);
});

it('is still worth its last try', async () => {
  const { email, code } = await recovering();
  for (let i = 0; i < 4; i++) await byCode(email, wrongFor(code)).expect(403);
  await byCode(email, code).expect(204);
});

it('of forty parallel guesses looks at no more than five', async () => {
  const { person, email, code } = await recovering();
  const answers = await Promise.all(Array.from({ length: 40 }, () => byCode(email, wrongFor(code))));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]));
  const [row] = await app.db<{ tries: number }>(`SELECT tries FROM one_time_secrets WHERE user_id = $1 AND purpose = 'recovery_code'`, [person.id]);
  expect(row?.tries).toBe(5);
  await byCode(email, code).expect(403);
});

it('used by sixteen callers at once works for exactly one', async () => {
  const { person, email, code } = await recovering();
  const answers = await Promise.all(Array.from({ length: 16 }, (_, i) => byCode(email, code, `${NEW}-${i}`)));
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
  await signIn(person, `${NEW}-${answers.findIndex(({ status }) => status === 204)}`).expect(200);
});

it('is not burnt by a password that is refused, however often', async () => {
  const { email, code } = await recovering();
  for (let i = 0; i < 7; i++) expect((await byCode(email, code, 'short').expect(400)).body).toMatchObject({ code: 'invalid_input' });
  await byCode(email, code).expect(204);
});

it('is replaced by the next mail’s', async () => {
  const { person, email, code } = await recovering();
  app.clock.advance(61);
  const second = await recovering(person);
  await byCode(email, code).expect(403);
  await byCode(email, second.code).expect(204);
});

it('belongs to its address', async () => {
  const [ann, bob] = [await recovering(), await recovering()];
  await byCode(bob.email, ann.code).expect(403);
  await byCode(ann.email, bob.code).expect(403);
  await byCode(ann.email, ann.code).expect(204);
});

it('tells nothing of an account: unknown, no code asked for, disabled, wrong, tried too often', async () => {
  const [asked, disabled, idle] = [await recovering(), await recovering(), await app.given.user()];
  await app.db('UPDATE users SET disabled_at = now() WHERE id = $1', [disabled.person.id]);
  const guesses = [asked.email, 'nobody@example.com', idle.email, disabled.email];
  const answers = [];
  for (const email of guesses) for (let i = 0; i < 7; i++) answers.push(await byCode(email, wrongFor(asked.code)));
  const shown = answers.map(({ status, text, headers }) => JSON.stringify({ status, text, headers: { ...headers, date: '', 'x-request-id': '' } }));
  expect(new Set(shown).size).toBe(1);
});

it('is refused in any other form before it counts as a try', async () => {
  const { email, code } = await recovering();
  const before = await storeOf(app);
  for (const body of [{ email }, { code }, {}, { email, code: null }, { email, code: [code] }, { email: [email], code }, { email, code: { $ne: '' } }]) {
    expect([body, (await confirm({ ...body, newPassword: NEW })).status]).toEqual([body, 400]);
  }
  expect(await storeOf(app)).toEqual(before);
});

it('is nowhere in the database, nor is its plain digest', async () => {
  const { code, token } = await recovering();
  await mailsSettled(app);
  const bare = code.replace('-', '');
  const store = JSON.stringify(await storeOf(app));
  for (const value of [code, bare, token]) {
    const digest = createHash('sha256').update(value).digest();
    expect(store).not.toContain(value);
    if (value !== token) for (const form of ['hex', 'base64', 'base64url'] as const) expect(store).not.toContain(digest.toString(form));
  }
});

it('is not in the mail of a format that documents its own', async () => {
  const { email } = await app.given.user();
  await app.http.post('/api/v1/sessions/restore_password').send({ user: { email } }).expect(200);
  expect((await app.mailbox.waitFor(email, { subject: 'Restore password' })).text).not.toMatch(/[A-Z2-9]{4}-[A-Z2-9]{4}/);
});
