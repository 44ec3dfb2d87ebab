import { randomBytes } from 'node:crypto';
import { contextOf } from '../../src/dialects/amadis/amadis-secrets.service';
import { Sealer } from '../../src/tokens/sealer';
import { startApp, type TestApp } from '../support/app';
import { storeOf } from '../support/store';

const PREFIX = '/api/user/v1';
const WRONG = { status: 'fail', data: { oldpassword: 'The e-mail address or the old password is wrong' } };

interface Registered {
  status: string;
  data: { user_id: number; user_secret: string };
}

let app: TestApp;
let serial = 0;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.close());

async function register(password = 'horse7') {
  const email = `amadis-${++serial}@example.com`;
  const { body } = await app.http.post(`${PREFIX}/register`).type('form').send({ name: 'Ann Lee', email, password }).expect(201);
  return { email, password, ...(body as Registered).data };
}

const change = (email: string, oldpassword: string, newpassword: string) =>
  app.http.patch(`${PREFIX}/changepassword`).type('form').send({ email, oldpassword, newpassword });
const reset = (email: string) => app.http.patch(`${PREFIX}/resetpassword`).type('form').send({ email });
const signIn = (email: string, password: string) => app.http.post('/v2/auth/sign-in').send({ email, password });

describe('registering through Amadis', () => {
  it('makes the account that every API knows', async () => {
    const { email, password, user_id } = await register();
    const { body } = await signIn(email, password).expect(200);
    expect(body).toMatchObject({ user: { email, name: 'Ann Lee', username: null, emailVerified: false, scopes: ['user'] } });
    const [row] = await app.db<{ number: string; id: string }>('SELECT number, id FROM users WHERE email = $1', [email]);
    expect([Number(row?.number), row?.id]).toEqual([user_id, (body as { user: { id: string } }).user.id]);
  });

  it('opens no session and mails the confirmation', async () => {
    const { email } = await register();
    expect(await app.db('SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1', [email])).toEqual([]);
    expect((await app.mailbox.waitFor(email)).links[0]).toContain('/account/confirm-email?token=');
  });

  it('gives everybody a secret of their own, kept sealed for them alone', async () => {
    const [ann, bob] = [await register(), await register()];
    expect(ann.user_secret).not.toBe(bob.user_secret);
    const [row] = await app.db<{ id: string; sealed: Buffer }>(
      'SELECT u.id, s.sealed_secret AS sealed FROM amadis_secrets s JOIN users u ON u.id = s.user_id WHERE u.email = $1',
      [ann.email],
    );
    const { id = '', sealed = Buffer.alloc(0) } = row ?? {};
    const sealer = app.app.get(Sealer, { strict: false });
    expect(sealer.open(sealed, contextOf(id)).toString('base64')).toBe(ann.user_secret);
    expect(() => sealer.open(sealed, contextOf('another'))).toThrow('cannot be opened');
    expect(sealed.includes(Buffer.from(ann.user_secret, 'base64'))).toBe(false);
  });

  it('leaves the secret nowhere in the store as it was handed out', async () => {
    const secret = Buffer.from((await register()).user_secret, 'base64');
    const dump = JSON.stringify(await storeOf(app));
    for (const form of ['base64', 'base64url', 'hex'] as const) expect(dump).not.toContain(secret.toString(form));
  });

  it('of one address in different case by 100 callers at once makes one account with one secret', async () => {
    const address = (i: number) => [...'crowd@example.com'].map((letter, at) => ((i >> (at % 7)) & 1 ? letter.toUpperCase() : letter)).join('');
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        app.http
          .post(`${PREFIX}/register`)
          .type('form')
          .send({ name: 'Crowd', email: address(i), password: 'horse7' }),
      ),
    );
    const counts = [201, 409].map((status) => answers.filter((answer) => answer.status === status).length);
    expect(counts).toEqual([1, 99]);
    const rows = await app.db(`SELECT FROM amadis_secrets s JOIN users u ON u.id = s.user_id WHERE lower(u.email) = 'crowd@example.com'`);
    expect(rows).toHaveLength(1);
  });
});

describe('changing the password through Amadis', () => {
  it('ends every session, native ones too, and tells the person', async () => {
    const person = await app.given.user({ password: 'Right-Horse-1' });
    const [phone, laptop] = [await app.given.session(person), await app.given.session(person)];
    const { text } = await change(person.email, person.password, 'battery8').expect(200);
    expect(text).toBe('{"status":"success"}');
    await phone.get('/v2/users/me').expect(401);
    await laptop.get('/v2/users/me').expect(401);
    await app.http.post('/v2/auth/refresh').send({ refreshToken: phone.refreshToken }).expect(401);
    await app.mailbox.waitFor(person.email, { subject: /password/i });
    await signIn(person.email, person.password).expect(401);
    await signIn(person.email, 'battery8').expect(200);
  });

  it('answers a wrong password, an unknown address and a disabled account alike, and changes nothing', async () => {
    const [ann, eve] = [await register(), await register()];
    await app.db('UPDATE users SET disabled_at = now() WHERE email = $1', [eve.email]);
    const before = await storeOf(app);
    const answers = [
      await change(ann.email, 'wrong-7', 'battery8'),
      await change(ann.email, 'HORSE7', 'battery8'),
      await change(ann.email, 'horse7 ', 'battery8'),
      await change('nobody@example.com', 'horse7', 'battery8'),
      await change(eve.email, eve.password, 'battery8'),
    ];
    const shown = answers.map(({ status, body, headers }) => ({ status, body: body as unknown, headers: { ...headers, date: '', 'x-request-id': '' } }));
    expect(shown.map((answer) => answer)).toEqual(answers.map(() => shown[0]));
    expect(shown[0]).toMatchObject({ status: 422, body: WRONG });
    expect(await storeOf(app)).toEqual(before);
  });

  it('of one old password by 8 callers at once succeeds once', async () => {
    const { email, password } = await register();
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => change(email, password, `battery-${i}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(422)]);
    const winner = answers.findIndex(({ status }) => status === 200);
    await signIn(email, `battery-${winner}`).expect(200);
  });

  it('never exceeds the budget of attempts, for all APIs together', async () => {
    const { email, password } = await register();
    const guesses = await Promise.all(Array.from({ length: 20 }, () => change(email, randomBytes(6).toString('hex'), 'battery8')));
    const counts = [422, 429].map((status) => guesses.filter((answer) => answer.status === status).length);
    expect(counts).toEqual([10, 10]);
    const locked = await change(email, password, 'battery8').expect(429);
    expect(locked.body).toEqual({ status: 'error', message: 'Too many attempts, try again later' });
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(0);
    await signIn(email, password).expect(429);
  });
});

describe('resetting the password through Amadis', () => {
  it('gives a password of at least 16 characters that signs in, and ends every session', async () => {
    const person = await app.given.user({ email: 'Mixed.Case@Example.com' });
    const phone = await app.given.session(person);
    const { data } = (await reset('mixed.case@example.com').expect(200)).body as { data: { email: string; password: string } };
    expect(data).toEqual({ email: 'Mixed.Case@Example.com', password: expect.stringMatching(/^\S{16,}$/) as string });
    await phone.get('/v2/users/me').expect(401);
    await signIn(person.email, person.password).expect(401);
    await signIn(person.email, data.password).expect(200);
    const again = (await reset(person.email).expect(200)).body as { data: { password: string } };
    expect(again.data.password).not.toBe(data.password);
  });

  it('kills the recovery link that was mailed before', async () => {
    const { email } = await register();
    await app.http.post('/v2/password-recovery').send({ email }).expect(202);
    const { links } = await app.mailbox.waitFor(email, { subject: /password|recover/i });
    const token = new URL(links[0] ?? '').searchParams.get('token');
    await reset(email).expect(200);
    await app.http.post('/v2/password-recovery/confirm').send({ token, newPassword: 'Right-Horse-9-Staple' }).expect(410);
  });

  it('finds no disabled account', async () => {
    const { email } = await register();
    await app.db('UPDATE users SET disabled_at = now() WHERE email = $1', [email]);
    const before = await storeOf(app);
    await reset(email).expect(404);
    expect(await storeOf(app)).toEqual(before);
  });
});
