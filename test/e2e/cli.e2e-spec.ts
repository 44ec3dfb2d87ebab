import { startApp, type TestApp } from '../support/app';
import { complaintOf, latchkey, type Outcome, resultOf } from '../support/cli';
import { createEmptyDatabase } from '../support/database';
import { storeOf } from '../support/store';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const PASSWORD = 'Operator-Horse-1';

describe('the command line', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ THROTTLE: 'off', SIGN_UP: 'closed', LEGACY_RECOVERY: 'safe' });
  });
  afterAll(() => app?.close());

  const cli = (...argv: string[]): Promise<Outcome> => latchkey(app.settings, ...argv);
  const create = async (email: string, ...more: string[]) => resultOf(await cli('users', 'create', '--email', email, '--password', PASSWORD, ...more));
  const signIn = (identifier: object) => app.http.post('/v2/auth/sign-in').send({ ...identifier, password: PASSWORD });

  /** Expects a refusal: exit code 1, these words, nothing on stdout, nothing stored. */
  async function refuses(words: string | RegExp, ...argv: string[]): Promise<void> {
    const before = await storeOf(app);
    const outcome = await cli(...argv);
    expect({ argv, code: outcome.code, stdout: outcome.stdout }).toEqual({ argv, code: 1, stdout: '' });
    if (typeof words === 'string') expect(complaintOf(outcome)).toBe(words);
    else expect(complaintOf(outcome)).toMatch(words);
    expect(await storeOf(app)).toEqual(before);
  }

  describe('users create', () => {
    it('makes an account with a confirmed address, also while registration is closed, and mails nobody', async () => {
      const account = await create('Ann@example.com');
      expect(account).toEqual({
        id: expect.stringMatching(UUID) as string,
        email: 'Ann@example.com',
        emailVerified: true,
        username: null,
        scopes: ['user'],
        disabled: false,
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      });
      const { user } = (await signIn({ email: 'ann@example.com' }).expect(200)).body as { user: Record<string, unknown> };
      expect(user).toMatchObject({ id: account['id'], emailVerified: true, scopes: ['user'] });
      expect(app.mailbox.all('ann@example.com')).toEqual([]);
    });

    it('gives a username and scopes', async () => {
      const account = await create('ben@example.com', '--username', 'ben', '--scope', 'admin', 'desk:read');
      expect(account).toMatchObject({ username: 'ben', scopes: ['user', 'admin', 'desk:read'] });
      await signIn({ username: 'BEN' }).expect(200);
    });

    it('refuses what registration refuses, and says why', async () => {
      await create('cid@example.com', '--username', 'cid');
      const made = (email: string, password = PASSWORD, ...more: string[]) => ['users', 'create', '--email', email, '--password', password, ...more];
      await refuses('An account with this e-mail address exists.', ...made('CID@example.com'));
      await refuses('This username is taken.', ...made('dan@example.com', PASSWORD, '--username', 'Cid'));
      await refuses('email must be an e-mail address', ...made('dan'));
      await refuses('password must be at least 8 characters long', ...made('dan@example.com', 'short-1'));
      await refuses(/^scope must start with a small letter/, ...made('dan@example.com', PASSWORD, '--scope', 'Admin'));
      await refuses(/^username must not contain @/, ...made('dan@example.com', PASSWORD, '--username', 'eve@example.com'));
      await refuses("error: required option '--password <password>' not specified", 'users', 'create', '--email', 'dan@example.com');
    });
  });

  describe('service-keys', () => {
    const reset = (key: string) => app.http.patch('/api/user/v1/resetpassword').set('authorization', `Bearer ${key}`).send({ email: 'keys@example.com' });

    it('makes a key, shown once, that is good until it is revoked', async () => {
      await create('keys@example.com');
      const { name, key, ...rest } = resultOf(await cli('service-keys', 'create', 'help-desk'));
      expect({ name, rest }).toEqual({ name: 'help-desk', rest: {} });
      await reset(String(key)).expect(200);
      expect(resultOf(await cli('service-keys', 'revoke', 'help-desk'))).toEqual({ name: 'help-desk', revoked: true });
      await reset(String(key)).expect(401);
    });

    it('refuses a name that was used, that is unknown, or that is none', async () => {
      resultOf(await cli('service-keys', 'create', 'twice'));
      await refuses('There is or was a service key of this name: choose another.', 'service-keys', 'create', 'twice');
      await refuses('There is no service key of this name in force.', 'service-keys', 'revoke', 'nobody');
      await refuses('name must not be blank', 'service-keys', 'create', ' ');
      await refuses('name must not contain control characters', 'service-keys', 'create', 'two\nlines');
    });
  });

  it('migrates a database, and says which migrations were missing', async () => {
    const database = await createEmptyDatabase();
    try {
      const settings = { ...app.settings, DATABASE_URL: database.url, DATABASE_DIRECT_URL: '' };
      const { applied } = resultOf(await latchkey(settings, 'migrate'));
      expect(applied).toContain('CreateAccounts1763762400000');
      expect(resultOf(await latchkey(settings, 'migrate'))).toEqual({ applied: [] });
    } finally {
      await database.drop();
    }
  });

  it('lists every fault of the configuration', async () => {
    const outcome = await latchkey({ ...app.settings, PORT: 'x', SIGN_UP: 'maybe' }, 'migrate');
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(complaintOf(outcome)).toMatch(/^The configuration has 2 faults:\n {2}- PORT: .*\n {2}- SIGN_UP: /);
  });

  it('says that the database cannot be reached', async () => {
    const outcome = await latchkey({ ...app.settings, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', DATABASE_DIRECT_URL: '' }, 'migrate');
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(complaintOf(outcome)).toBe('The database cannot be reached: connect ECONNREFUSED 127.0.0.1:1 (see DATABASE_URL)');
  });

  it('says how it is used when it does not understand, and when it is asked', async () => {
    await refuses("error: unknown command 'nonsense'", 'nonsense');
    await refuses("error: missing required argument 'account'", 'users', 'disable');
    await refuses("error: missing required argument 'scope'", 'users', 'set-scopes', 'ann@example.com');
    await refuses(/^Usage: latchkey users /, 'users');
    expect(await cli('--help')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Usage: latchkey /) as string, stderr: '' });
  });
});
