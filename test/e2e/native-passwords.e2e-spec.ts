import { startApp, type TestApp } from '../support/app';
import type { Person } from '../support/factories';
import { tokenOf } from '../support/mailbox';
import { storeOf } from '../support/store';

const NEW = 'Staple-Battery-2-Horse';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.close());

const signIn = ({ email }: Person, password: string) => app.http.post('/v2/auth/sign-in').send({ email, password });

describe('PUT /v2/users/me/password', () => {
  it('keeps this session, ends the others, and tells the person', async () => {
    const person = await app.given.user();
    const [phone, laptop] = [await app.given.session(person), await app.given.session(person)];
    await phone.put('/v2/users/me/password').send({ currentPassword: person.password, newPassword: NEW }).expect(204, '');
    await phone.get('/v2/users/me').expect(200);
    await app.http.post('/v2/auth/refresh').send({ refreshToken: phone.refreshToken }).expect(200);
    expect((await laptop.get('/v2/users/me').expect(401)).body).toMatchObject({ code: 'session_ended' });
    await app.http.post('/v2/auth/refresh').send({ refreshToken: laptop.refreshToken }).expect(401);
    await app.mailbox.waitFor(person.email, { subject: /password/i });
    await signIn(person, person.password).expect(401);
    await signIn(person, NEW).expect(200);
  });

  it.each([
    ['a wrong current password', { currentPassword: 'not the password', newPassword: NEW }, 403, 'wrong_password', 'currentPassword'],
    ['no current password', { newPassword: NEW }, 400, 'required', 'currentPassword'],
    ['a short new password', { currentPassword: 'whatever', newPassword: 'short' }, 400, 'too_short', 'newPassword'],
    ['an object', { currentPassword: { $ne: '' }, newPassword: NEW }, 400, 'not_text', 'currentPassword'],
  ])('with %s changes nothing', async (_, body, status, code, field) => {
    const phone = await app.given.session(await app.given.user());
    const before = await storeOf(app);
    const answer = await phone.put('/v2/users/me/password').send(body).expect(status);
    expect((answer.body as { errors: unknown[] }).errors).toEqual([{ field, code, message: expect.any(String) as string }]);
    expect(await storeOf(app)).toEqual(before);
  });

  it('counts wrong passwords towards the budget; the session lives on', async () => {
    const person = await app.given.user();
    const phone = await app.given.session(person);
    const guess = (currentPassword: string) => phone.put('/v2/users/me/password').send({ currentPassword, newPassword: NEW });
    for (let i = 0; i < 10; i++) await guess(`guess-${i}`).expect(403);
    const locked = await guess(person.password).expect(429);
    expect(locked.body).toMatchObject({ code: 'too_many_requests', status: 429 });
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(0);
    await signIn(person, person.password).expect(429);
    await phone.get('/v2/users/me').expect(200);
  });
});

describe('confirming an address', () => {
  const confirm = (body: object) => app.http.post('/v2/users/email-confirmations').send(body);

  it.each([
    ['its password', (person: Person) => ({ password: person.password })],
    ['a new password', () => ({ newPassword: NEW })],
  ])('works with %s, once', async (_, proof) => {
    const person = await app.given.user();
    const token = tokenOf(await app.mailbox.waitFor(person.email));
    await confirm({ token, ...proof(person) }).expect(204);
    expect((await confirm({ token, ...proof(person) }).expect(410)).body).toMatchObject({ code: 'one_time_token_spent' });
    const password = 'newPassword' in proof(person) ? NEW : person.password;
    expect((await signIn(person, password).expect(200)).body).toMatchObject({ user: { emailVerified: true } });
  });

  it('works with the account’s own access token, and not with another person’s', async () => {
    const [person, other] = [await app.given.user(), await app.given.user()];
    const token = tokenOf(await app.mailbox.waitFor(person.email));
    const [phone, stranger] = [await app.given.session(person), await app.given.session(other)];
    await stranger.post('/v2/users/email-confirmations').send({ token }).expect(403);
    await app.http.post('/v2/users/email-confirmations').set('authorization', 'Bearer nonsense').send({ token }).expect(401);
    await phone.post('/v2/users/email-confirmations').send({ token }).expect(204);
    expect((await phone.get('/v2/users/me').expect(200)).body).toMatchObject({ emailVerified: true });
  });

  it('needs a proof, a right one, and a token in force', async () => {
    const person = await app.given.user();
    const token = tokenOf(await app.mailbox.waitFor(person.email));
    expect((await confirm({ token }).expect(403)).body).toMatchObject({ code: 'proof_required' });
    for (const nothing of [{ password: null }, { newPassword: null }, { password: null, newPassword: null }]) {
      expect((await confirm({ token, ...nothing }).expect(403)).body).toMatchObject({ code: 'proof_required' });
    }
    expect((await confirm({ token, password: 'not the password' }).expect(403)).body).toMatchObject({ code: 'wrong_password' });
    expect((await confirm({ token, newPassword: 'short' }).expect(400)).body).toMatchObject({ errors: [{ field: 'newPassword', code: 'too_short' }] });
    for (const bad of [{}, [], null, '', 5]) await confirm({ token: bad, password: person.password }).expect(400);
    await confirm({ token: 'A'.repeat(43), password: person.password }).expect(410);
    app.clock.advance(86_401);
    await confirm({ token, password: person.password }).expect(410);
  });

  it('with a new password makes an account worthless to whoever registered it in advance', async () => {
    const victim = 'victim@example.com';
    const thief = await app.given.user({ email: victim });
    const session = await app.given.session(thief);
    const token = tokenOf(await app.mailbox.waitFor(victim));
    await confirm({ token, newPassword: NEW }).expect(204);
    await session.get('/v2/users/me').expect(401);
    await signIn(thief, thief.password).expect(401);
    await signIn(thief, NEW).expect(200);
  });

  it('sends the mail again at most once a minute, and the link before it dies', async () => {
    const person = await app.given.user();
    const phone = await app.given.session(person);
    const first = tokenOf(await app.mailbox.waitFor(person.email));
    expect((await phone.post('/v2/users/me/email-verification').expect(202)).body).toEqual({});
    const second = tokenOf(await app.mailbox.waitFor(person.email, {}, 2));
    await phone.post('/v2/users/me/email-verification').expect(202);
    await confirm({ token: first, password: person.password }).expect(410);
    expect(app.mailbox.all(person.email)).toHaveLength(2);
    app.clock.advance(61);
    await phone.post('/v2/users/me/email-verification').expect(202);
    const third = tokenOf(await app.mailbox.waitFor(person.email, {}, 3));
    await confirm({ token: second, password: person.password }).expect(410);
    await confirm({ token: third, password: person.password }).expect(204);
    app.clock.advance(61);
    await phone.post('/v2/users/me/email-verification').expect(202);
    expect(app.mailbox.all(person.email)).toHaveLength(3);
  });
});
