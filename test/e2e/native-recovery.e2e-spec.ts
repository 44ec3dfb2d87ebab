import { startApp, type TestApp } from '../support/app';
import type { Person } from '../support/factories';
import { linkOf, tokenOf } from '../support/mailbox';
import { storeOf } from '../support/store';

const NEW = 'Staple-Battery-2-Horse';
const RECOVERY = { subject: /password|recover/i };

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
});
afterAll(() => app?.close());

const ask = (email: unknown) => app.http.post('/v2/password-recovery').send({ email });
const confirm = (token: unknown, newPassword: unknown = NEW) => app.http.post('/v2/password-recovery/confirm').send({ token, newPassword });
const signIn = ({ email }: Person, password: string) => app.http.post('/v2/auth/sign-in').send({ email, password });

async function mailedToken({ email }: Person): Promise<string> {
  await ask(email).expect(202);
  return tokenOf(await app.mailbox.waitFor(email, RECOVERY));
}

describe('asking for a recovery mail', () => {
  it('is answered alike for known, unknown and disabled addresses', async () => {
    const [person, disabled] = [await app.given.user(), await app.given.user()];
    await app.db('UPDATE users SET disabled_at = now() WHERE id = $1', [disabled.id]);
    const answers = [await ask(person.email), await ask('nobody@example.com'), await ask(disabled.email), await ask(person.email)];
    const shown = answers.map(({ status, text, headers }) => ({ status, text, headers: { ...headers, date: '', 'x-request-id': '' } }));
    for (const one of shown) expect(one).toEqual({ ...shown[0], status: 202, text: '{}' });
    await app.mailbox.waitFor(person.email, RECOVERY);
    expect([...app.mailbox.all('nobody@example.com'), ...app.mailbox.all(disabled.email).filter(({ subject }) => RECOVERY.subject.test(subject))]).toEqual([]);
  });

  it('leads to the configured origin, whatever Host was claimed', async () => {
    const person = await app.given.user();
    await ask(person.email).set('host', 'evil.example').set('x-forwarded-host', 'evil.example').set('forwarded', 'host=evil.example').expect(202);
    expect(linkOf(await app.mailbox.waitFor(person.email, RECOVERY))).toMatch(new RegExp(`^${app.baseUrl}/account/recover/confirm\\?token=[\\w-]{43}$`));
  });

  it('mails to the stored address alone, not to one that looks alike', async () => {
    const person = await app.given.user({ email: 'mike@example.org' });
    await ask('mıke@example.org');
    await ask('MIKE@EXAMPLE.ORG').expect(202);
    expect((await app.mailbox.waitFor(person.email, RECOVERY)).to).toBe('mike@example.org');
    expect(app.mailbox.all().filter(({ to }) => to.includes('mıke') || to.includes('MIKE'))).toEqual([]);
  });

  it('mails once a minute; the link before the second mail dies with it', async () => {
    const person = await app.given.user();
    const first = await mailedToken(person);
    await ask(person.email.toUpperCase()).expect(202);
    app.clock.advance(61);
    await ask(person.email).expect(202);
    const second = tokenOf(await app.mailbox.waitFor(person.email, RECOVERY, 2));
    expect(app.mailbox.all(person.email).filter(({ subject }) => RECOVERY.subject.test(subject))).toHaveLength(2);
    await confirm(first).expect(410);
    await confirm(second).expect(204);
  });

  it.each([
    ['an array', ['ann@example.com', 'eve@example.com']],
    ['a comma list', 'ann@example.com,eve@example.com'],
    ['a line break', 'ann@example.com\r\nbcc: eve@example.com'],
    ['quotes', '"ann eve"@example.com'],
    ['an object', { $ne: '' }],
    ['nothing', undefined],
  ])('with %s is refused', async (_, email) => {
    const before = await storeOf(app);
    const mails = app.mailbox.all().length;
    expect((await ask(email).expect(400)).body).toMatchObject({ code: 'invalid_input', errors: [{ field: 'email' }] });
    expect(await storeOf(app)).toEqual(before);
    expect(app.mailbox.all()).toHaveLength(mails);
  });
});

describe('choosing a new password with the mailed token', () => {
  it('ends every session, confirms the address, tells the person, and signs nobody in', async () => {
    const person = await app.given.user();
    const phone = await app.given.session(person);
    const token = await mailedToken(person);
    expect(JSON.stringify(await storeOf(app))).not.toContain(token);
    const { text, headers } = await confirm(token).expect(204);
    expect([text, headers['set-cookie']]).toEqual(['', undefined]);
    await phone.get('/v2/users/me').expect(401);
    await app.http.post('/v2/auth/refresh').send({ refreshToken: phone.refreshToken }).expect(401);
    await signIn(person, person.password).expect(401);
    expect((await signIn(person, NEW).expect(200)).body).toMatchObject({ user: { emailVerified: true } });
    await app.mailbox.waitFor(person.email, { subject: /changed/i });
  });

  it('clears everything else that was mailed, but for the undo of a change of address', async () => {
    const person = await app.given.user({ verified: true });
    const phone = await app.given.session(person);
    await phone.post('/v2/users/me/email').send({ newEmail: 'eve-has-it@example.com', currentPassword: person.password });
    await app.db(
      `INSERT INTO one_time_secrets (id, user_id, purpose, digest, created_at, expires_at)
        SELECT gen_random_uuid(), $1, purpose, decode(md5(purpose || gen_random_uuid()), 'hex'), now(), now() + interval '1 day'
          FROM unnest('{recovery,recovery_code,uprogress_recovery,email_confirmation,email_change,session_denial}'::text[]) AS purpose`,
      [person.id],
    );
    const token = await mailedToken(person);
    await app.db(
      `INSERT INTO outgoing_mails (id, user_id, kind, created_at, due_at, give_up_at)
        SELECT gen_random_uuid(), $1, kind, now(), now() + interval '1 hour', now() + interval '1 day'
          FROM unnest('{recover_password,welcome,confirm_new_address,confirm_address,new_device}'::text[]) AS kind`,
      [person.id],
    );
    await confirm(token).expect(204);
    await app.mailbox.waitFor(person.email, { subject: /changed/i });
    // Whoever takes an address over could otherwise kill the undo by a reset through that address.
    const living = await app.db('SELECT purpose FROM one_time_secrets WHERE user_id = $1 AND used_at IS NULL', [person.id]);
    expect(living).toEqual([{ purpose: 'email_change_undo' }]);
    expect(await app.db(`SELECT kind FROM outgoing_mails WHERE user_id = $1 AND state = 'waiting' AND kind <> 'password_changed'`, [person.id])).toEqual([]);
  });

  it('works once', async () => {
    const token = await mailedToken(await app.given.user());
    await confirm(token).expect(204);
    expect((await confirm(token).expect(410)).body).toMatchObject({ code: 'one_time_token_spent', status: 410 });
  });

  it('by 16 callers at once works for exactly one', async () => {
    const person = await app.given.user();
    const token = await mailedToken(person);
    const answers = await Promise.all(Array.from({ length: 16 }, (_, i) => confirm(token, `${NEW}-${i}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array<number>(15).fill(410)]);
    await signIn(person, `${NEW}-${answers.findIndex(({ status }) => status === 204)}`).expect(200);
  });

  it('ends 30 minutes after the mail', async () => {
    const token = await mailedToken(await app.given.user());
    app.clock.advance(1_801);
    await confirm(token).expect(410);
  });

  it('refuses what is no token, a token for something else, and a bad password, which spends nothing', async () => {
    const person = await app.given.user();
    const welcome = tokenOf(await app.mailbox.waitFor(person.email));
    const token = await mailedToken(person);
    const before = await storeOf(app);
    for (const bad of [{}, [], null, '', 5, true, [token], 'short', `${token}x`]) expect([bad, (await confirm(bad)).status]).toEqual([bad, 400]);
    for (const unknown of ['A'.repeat(43), welcome]) await confirm(unknown).expect(410);
    for (const bad of ['short', '', null, {}, 'x'.repeat(129)]) await confirm(token, bad).expect(400);
    expect(await storeOf(app)).toEqual(before);
    await app.http.post('/v2/users/email-confirmations').send({ token, password: person.password }).expect(410);
    await confirm(token).expect(204);
  });

  it('is over once the password was changed otherwise', async () => {
    const person = await app.given.user();
    const token = await mailedToken(person);
    const phone = await app.given.session(person);
    await phone
      .put('/v2/users/me/password')
      .send({ currentPassword: person.password, newPassword: `${NEW}!` })
      .expect(204);
    await confirm(token).expect(410);
  });
});
