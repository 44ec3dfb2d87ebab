import { startApp, type TestApp } from '../support/app';
import { tokenOf } from '../support/mailbox';
import { storeOf } from '../support/store';

const PASSWORD = 'Right-Horse-1-Staple';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const text = (pattern: RegExp) => expect.stringMatching(pattern) as string;
const taken = (code: 'email_taken' | 'username_taken', field: string) => ({
  type: `urn:latchkey:error:${code}`,
  title: 'Conflict',
  status: 409,
  code,
  detail: expect.any(String) as string,
  errors: [{ field, code, message: expect.any(String) as string }],
});

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
});
afterAll(() => app?.close());

describe('POST /v2/users', () => {
  it('makes an account and signs in on the device, with exactly these fields', async () => {
    const device = { label: "Ann's laptop", platform: 'macOS', platformVersion: '15.1', appName: 'Acme', appVersion: '2.0', provider: 'Acme' };
    const ann = { email: ' Ann@Example.com ', password: PASSWORD, username: 'ann', name: 'Ann Lee' };
    const answer = await app.http
      .post('/v2/users')
      .send({ ...ann, device })
      .expect(201);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toEqual({
      user: {
        id: text(UUID),
        email: 'Ann@Example.com',
        emailVerified: false,
        username: 'ann',
        name: 'Ann Lee',
        firstName: null,
        lastName: null,
        description: null,
        location: null,
        avatar: null,
        locale: null,
        scopes: ['user'],
        createdAt: text(TIME),
        updatedAt: text(TIME),
        lastLoginAt: text(TIME),
      },
      session: {
        id: text(UUID),
        current: true,
        client: 'native',
        ...device,
        ip: '127.0.0.1',
        userAgent: null,
        createdAt: text(TIME),
        lastSeenAt: text(TIME),
        expiresAt: text(TIME),
      },
      accessToken: text(/^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/),
      refreshToken: text(/^[0-9a-f-]{36}\.0\.[\w-]{43}$/),
      tokenType: 'Bearer',
      expiresIn: 900,
    });
    const { links, subject } = await app.mailbox.waitFor('ann@example.com');
    expect([subject.length > 0, links[0]]).toEqual([true, text(new RegExp(`^${app.baseUrl}/account/confirm-email\\?token=[\\w-]{43}$`))]);
  });

  it('refuses an address or a username that is taken, in any case', async () => {
    await app.given.user({ email: 'bob@example.com', username: 'bob' });
    const before = await storeOf(app);
    const byEmail = await app.http.post('/v2/users').send({ email: 'BOB@example.COM', password: PASSWORD }).expect(409);
    expect(byEmail.body).toEqual(taken('email_taken', 'email'));
    const byName = await app.http.post('/v2/users').send({ email: 'bob2@example.com', username: 'BOB', password: PASSWORD }).expect(409);
    expect(byName.body).toEqual(taken('username_taken', 'username'));
    expect(await storeOf(app)).toEqual(before);
  });

  it('reports every fault at once', async () => {
    const { body, headers } = await app.http
      .post('/v2/users')
      .send({ email: 'ann', username: '', name: 'x'.repeat(201), device: [] })
      .expect(400);
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(body).toMatchObject({ type: 'urn:latchkey:error:invalid_input', title: 'Bad Request', status: 400, code: 'invalid_input' });
    const { errors } = body as { errors: { field: string; code: string }[] };
    const found = errors.map(({ field, code }) => `${field} ${code}`).sort();
    expect(found).toEqual(['device not_an_object', 'email not_an_email', 'name too_long', 'password required', 'username blank']);
  });

  it.each([
    ['seven characters', 'seven77', 'too_short'],
    ['129 characters', 'x'.repeat(129), 'too_long'],
    ['no character', '', 'required'],
  ])('refuses a password of %s', async (_, password, code) => {
    const { body } = await app.http.post('/v2/users').send({ email: 'short@example.com', password }).expect(400);
    expect((body as { errors: unknown[] }).errors).toEqual([{ field: 'password', code, message: expect.any(String) as string }]);
  });

  const goodPasswords = ['k7Wq-Zt4'.repeat(16), 'Zt4-k7Wq', '🐴🔋📎 correct ✓', '        leading and trailing        ', 'éàüöñçîé'.normalize('NFD')];
  it.each(goodPasswords)('takes the password %s as it is', async (password) => {
    const email = `pw-${Buffer.from(password).toString('hex').slice(0, 12)}@example.com`;
    await app.http.post('/v2/users').send({ email, password }).expect(201);
    await app.http
      .post('/v2/auth/sign-in')
      .send({ email, password: password.normalize('NFC') })
      .expect(200);
    for (const other of [password.slice(0, -1), `${password} `, `${password}x`]) {
      if (other.normalize('NFC') !== password.normalize('NFC')) await app.http.post('/v2/auth/sign-in').send({ email, password: other }).expect(401);
    }
  });

  it('tells two passwords apart that differ after byte 72', async () => {
    const long = 'k7Wq-Zt4'.repeat(10);
    await app.http
      .post('/v2/users')
      .send({ email: 'long@example.com', password: `${long}1` })
      .expect(201);
    await app.http
      .post('/v2/auth/sign-in')
      .send({ email: 'long@example.com', password: `${long}2` })
      .expect(401);
  });

  it.each([
    ['with an @ that is not the address', 'eve@else.example', 400],
    ['that is the address itself', 'own-name@example.com', 201],
  ])('a username %s', async (_, username, status) => {
    const { body } = await app.http.post('/v2/users').send({ email: 'own-name@example.com', username, password: PASSWORD }).expect(status);
    if (status === 201) expect(body).toMatchObject({ user: { username: null } });
    else expect(body).toMatchObject({ code: 'invalid_input', errors: [{ field: 'username', code: 'not_own_email' }] });
  });

  it('of one address in different case by 100 callers at once makes one account, and nothing fails', async () => {
    const address = (i: number) => [...'crowd@example.com'].map((letter, at) => ((i >> (at % 7)) & 1 ? letter.toUpperCase() : letter)).join('');
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => app.http.post('/v2/users').send({ email: address(i), password: PASSWORD })));
    expect([201, 409].map((status) => answers.filter((answer) => answer.status === status).length)).toEqual([1, 99]);
    expect(await app.db(`SELECT FROM users WHERE lower(email) = 'crowd@example.com'`)).toHaveLength(1);
  });
});

describe('/v2/users/me', () => {
  it('shows and changes one’s own account; absent fields stay, null clears', async () => {
    const person = await app.given.user({ username: 'carl', name: 'Carl' });
    const phone = await app.given.session(person);
    const changes = { firstName: ' Carl ', lastName: 'Lee', description: 'two\nlines', location: 'Oslo', avatar: 'data:image/png;base64,AAAA', name: null };
    const { body } = await phone.patch('/v2/users/me').send(changes).expect(200);
    expect(body).toMatchObject({ ...changes, firstName: 'Carl', username: 'carl', email: person.email, id: person.id });
    expect((await phone.get('/v2/users/me').expect(200)).body).toEqual(body);
    await phone.patch('/v2/users/me').send({}).expect(200);
    expect((await phone.patch('/v2/users/me').send({ username: null }).expect(200)).body).toMatchObject({ username: null, location: 'Oslo' });
  });

  it('takes an avatar of 256 KiB and none larger', async () => {
    const phone = await app.given.session(await app.given.user());
    await phone
      .patch('/v2/users/me')
      .send({ avatar: 'A'.repeat(262_144) })
      .expect(200);
    const { body } = await phone
      .patch('/v2/users/me')
      .send({ avatar: 'A'.repeat(262_145) })
      .expect(400);
    expect(body).toMatchObject({ errors: [{ field: 'avatar', code: 'too_long' }] });
    await phone
      .patch('/v2/users/me')
      .send({ avatar: 'A'.repeat(600_000) })
      .expect(413);
  });

  it('refuses another person’s username, and changes nothing', async () => {
    await app.given.user({ username: 'dora' });
    const phone = await app.given.session(await app.given.user({ username: 'emil' }));
    const { body } = await phone.patch('/v2/users/me').send({ username: 'DORA', location: 'Bergen' }).expect(409);
    expect(body).toEqual(taken('username_taken', 'username'));
    expect((await phone.get('/v2/users/me').expect(200)).body).toMatchObject({ username: 'emil', location: null });
  });

  it('deletes the account with its password alone; the tokens die and the address is free', async () => {
    const person = await app.given.user({ email: 'gone@example.com' });
    const phone = await app.given.session(person);
    expect((await phone.delete('/v2/users/me').send({ currentPassword: 'not the password' }).expect(403)).body).toMatchObject({ code: 'wrong_password' });
    await phone.delete('/v2/users/me').send({}).expect(400);
    await phone.delete('/v2/users/me').send({ currentPassword: person.password }).expect(204);
    expect((await phone.get('/v2/users/me').expect(401)).body).toMatchObject({ code: 'account_gone' });
    await app.http.post('/v2/auth/refresh').send({ refreshToken: phone.refreshToken }).expect(401);
    expect(JSON.stringify(await storeOf(app))).not.toMatch(/gone@example\.com/i);
    await app.given.user({ email: 'gone@example.com', password: 'Another-Horse-2' });
    await phone.get('/v2/users/me').expect(401);
    const token = tokenOf(await app.mailbox.waitFor('gone@example.com', {}, 2));
    await app.http.post('/v2/users/email-confirmations').send({ token, password: person.password }).expect(403);
  });
});
