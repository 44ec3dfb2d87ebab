import { startApp, type TestApp } from '../support/app';
import { traced } from '../support/audit';
import { tokenOf } from '../support/mailbox';

const PASSWORD = 'Right-Horse-1-Staple';

describe('SIGN_UP=verified: usernames', () => {
  let app: TestApp;
  let serial = 0;
  beforeAll(async () => {
    app = await startApp({ SIGN_UP: 'verified', THROTTLE: 'off' });
  });
  afterAll(() => app?.close());

  const newAddress = () => `person${++serial}@example.com`;
  const newName = () => `name${++serial}`;
  const signUp = (email: string, username?: string) => app.http.post('/v2/users').send({ email, password: PASSWORD, username });
  const confirm = async (email: string) => {
    const token = tokenOf(await app.mailbox.waitFor(email));
    await app.http.post('/v2/users/email-confirmations').send({ token, password: PASSWORD }).expect(204);
  };
  const signIn = (identifier: object) => app.http.post('/v2/auth/sign-in').send({ ...identifier, password: PASSWORD });
  const stored = async (email: string) => (await app.db<object>('SELECT username, wished_username FROM users WHERE email = $1', [email]))[0];

  /** Somebody whose address is confirmed. */
  async function member(username?: string): Promise<string> {
    const email = newAddress();
    await signUp(email, username).expect(202);
    await confirm(email);
    return email;
  }

  it('do not tell known addresses from unknown ones, be they free, taken or asked for again', async () => {
    const taken = newName();
    await member(taken);
    const answers: [string, number, string][] = [];
    for (const who of ['known', 'unconfirmed', 'unknown']) {
      for (const what of ['free', 'taken', 'repeated']) {
        const email = who === 'known' ? await member() : newAddress();
        if (who === 'unconfirmed') await signUp(email).expect(202);
        const username = what === 'taken' ? taken.toUpperCase() : newName();
        const first = await signUp(email, username);
        answers.push([`${who}, ${what}`, first.status, first.text]);
        if (what !== 'repeated') continue;
        for (const other of [newAddress(), email]) {
          const second = await signUp(other, username);
          answers.push([`${who}, ${what}`, second.status, second.text]);
        }
      }
    }
    expect(answers).toEqual(answers.map(([what]) => [what, 202, '{"status":"confirmation_sent"}']));
  });

  it('are the person’s once the address is confirmed, and not before', async () => {
    const [email, username] = [newAddress(), newName()];
    await signUp(email, ` ${username} `).expect(202);
    expect(await stored(email)).toEqual({ username: null, wished_username: username });
    await signIn({ username }).expect(401);
    expect((await traced(app, () => confirm(email))).map(({ event }) => event)).toEqual(['username_changed', 'email_confirmed']);
    expect(await stored(email)).toEqual({ username, wished_username: null });
    expect((await signIn({ username: username.toUpperCase() }).expect(200)).body).toMatchObject({ user: { email, username } });
  });

  it('are theirs too where a recovery confirms the address', async () => {
    const [email, username] = [newAddress(), newName()];
    await signUp(email, username).expect(202);
    await app.http.post('/v2/password-recovery').send({ email }).expect(202);
    const token = tokenOf(await app.mailbox.waitFor(email, { subject: 'Choose a new password' }));
    await app.http
      .post('/v2/password-recovery/confirm')
      .send({ token, newPassword: `${PASSWORD}-2` })
      .expect(204);
    expect(await stored(email)).toEqual({ username, wished_username: null });
  });

  it('go to one of eight who wish for one and confirm at once; the others have none and sign in by their addresses', async () => {
    const username = newName();
    const people = Array.from({ length: 8 }, newAddress);
    for (const email of people) await signUp(email, username).expect(202);
    await Promise.all(people.map(confirm));
    const rows = await app.db<{ username: string | null }>('SELECT username, wished_username FROM users WHERE email = ANY ($1) ORDER BY username', [people]);
    expect(rows).toEqual([{ username, wished_username: null }, ...Array.from({ length: 7 }, () => ({ username: null, wished_username: null }))]);
    for (const email of people) await signIn({ email }).expect(200);
    await signIn({ username }).expect(200);
  });

  it('that nobody can have are refused whatever the address', async () => {
    const known = await member();
    for (const email of [known, newAddress()]) {
      const { body } = await signUp(email, 'somebody@else.example').expect(400);
      expect(body).toMatchObject({ errors: [{ field: 'username', code: 'not_own_email' }] });
    }
  });

  it('that were wished for are in the export, and gone once the person has chosen', async () => {
    const email = await member();
    const { body } = await signIn({ email }).expect(200);
    const me = { authorization: `Bearer ${(body as { accessToken: string }).accessToken}` };
    await app.db('UPDATE users SET wished_username = $2 WHERE email = $1', [email, 'wished']);
    expect((await app.http.get('/v2/users/me/export').set(me).expect(200)).body).toMatchObject({ account: { wished_username: 'wished' } });
    await app.http.patch('/v2/users/me').set(me).send({ username: null }).expect(200);
    expect(await stored(email)).toEqual({ username: null, wished_username: null });
  });
});
