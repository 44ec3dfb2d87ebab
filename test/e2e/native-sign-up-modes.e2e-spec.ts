import { startApp, type TestApp } from '../support/app';
import { tokenOf } from '../support/mailbox';
import { storeOf } from '../support/store';

const ANN = { email: 'ann@example.com', password: 'Right-Horse-1-Staple' };

describe('SIGN_UP=verified', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ SIGN_UP: 'verified', THROTTLE: 'off' });
  });
  afterAll(() => app?.close());

  const signUp = (body: object) => app.http.post('/v2/users').send(body);
  const signIn = (password: string) => app.http.post('/v2/auth/sign-in').send({ email: ANN.email, password });

  it('answers a free and a taken address alike; only the mails differ', async () => {
    const free = await signUp(ANN).expect(202);
    const first = await app.mailbox.waitFor(ANN.email);
    app.clock.advance(61);
    const known = await signUp({ ...ANN, email: 'ANN@example.com', password: 'Another-Horse-2' }).expect(202);
    const second = await app.mailbox.waitFor(ANN.email, {}, 2);
    expect(free.body).toEqual({ status: 'confirmation_sent' });
    const own = { date: '', 'x-request-id': '' };
    expect([known.text, { ...known.headers, ...own }]).toEqual([free.text, { ...free.headers, ...own }]);
    expect(first.links[0]).toContain('/account/confirm-email?token=');
    expect(second.links).toEqual([`${app.baseUrl}/account/recover`]);
    expect(second.to).toContain(ANN.email);
    expect(await app.db('SELECT FROM users')).toHaveLength(1);
  });

  it('opens the account with the mailed link and not before', async () => {
    const refused = await signIn(ANN.password).expect(401);
    expect(refused.body).toMatchObject({ code: 'bad_credentials' });
    expect(refused.text).toBe((await signIn('not the password').expect(401)).text);
    const token = tokenOf(app.mailbox.all(ANN.email)[1]!);
    await app.http.post('/v2/users/email-confirmations').send({ token, password: ANN.password }).expect(204);
    expect((await signIn(ANN.password).expect(200)).body).toMatchObject({ user: { emailVerified: true } });
  });

  it('still says what is wrong with the input', async () => {
    const before = await storeOf(app);
    await signUp({ email: 'ann', password: ANN.password }).expect(400);
    await signUp({ email: 'bob@example.com', password: 'short' }).expect(400);
    expect(await storeOf(app)).toEqual(before);
  });
});

describe('SIGN_UP=closed', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ SIGN_UP: 'closed' });
  });
  afterAll(() => app?.close());

  it('refuses every registration, and stores nothing', async () => {
    const before = await storeOf(app);
    const { body } = await app.http.post('/v2/users').send(ANN).expect(403);
    expect(body).toEqual({
      type: 'urn:latchkey:error:sign_up_closed',
      title: 'Forbidden',
      status: 403,
      code: 'sign_up_closed',
      detail: 'Registration is closed.',
    });
    expect(await storeOf(app)).toEqual(before);
    expect(app.mailbox.all()).toEqual([]);
  });
});
