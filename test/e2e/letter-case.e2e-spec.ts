import { startApp, type TestApp } from '../support/app';
import { SIGN_IN_DOORS } from '../support/sign-in-doors';

/*
 * Letters that JavaScript and PostgreSQL do not turn into the same small ones: a Σ at the end of a word, and İ. Who registers with them
 * is known by them.
 */

const PASSWORD = 'Right-Horse-2-Battery';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
});
afterAll(() => app?.close());

const register = (account: object) => app.http.post('/v2/users').send({ password: PASSWORD, ...account });
const signIn = (email: string) => app.http.post('/v2/auth/sign-in').send({ email, password: PASSWORD });

describe('an address with a capital Σ at its end', () => {
  const address = 'ΣΟΦΟΣ@example.com';
  beforeAll(() => register({ email: address, username: 'ΟΔΥΣΣΕΥΣ' }).expect(201));

  it.each(SIGN_IN_DOORS.map((door) => [door.name, door] as const))('proves the password at %s', async (_, door) => {
    const email = `${door.api}-ΣΟΦΟΣ@example.com`;
    await register({ email }).expect(201);
    expect(door.accepted(await door.prove(app, email, PASSWORD))).toBe(true);
  });

  it('is taken', async () => {
    const { body } = await register({ email: 'Σοφοσ@example.com' }).expect(409);
    expect(body).toMatchObject({ code: 'email_taken' });
  });

  it('recovers, and is the same however its case is written', async () => {
    await app.http.post('/v2/password-recovery').send({ email: address }).expect(202);
    expect((await app.mailbox.waitFor(address, { subject: 'Choose a new password' })).to).toBe(address);
    await signIn('σΟφΟσ@EXAMPLE.com').expect(200);
  });
});

it.each(['ΟΔΥΣΣΕΥΣ', 'İstanbul', 'ÉCOLE'])('the username %s signs in as it was registered', async (username) => {
  const email = `named-${Buffer.from(username).toString('hex')}@example.com`;
  if (username !== 'ΟΔΥΣΣΕΥΣ') await register({ email, username }).expect(201);
  await app.http.post('/user/auth').send({ username, password: PASSWORD }).expect(200);
  await app.http.post('/v2/auth/sign-in').send({ username, password: PASSWORD }).expect(200);
});
