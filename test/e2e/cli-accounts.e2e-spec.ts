import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../support/app';
import { complaintOf, latchkey, resultOf } from '../support/cli';
import type { Person } from '../support/factories';
import { wholeStoreOf } from '../support/store';

describe('the command line beside a running server', () => {
  let app: TestApp;
  let ann: Person;
  beforeAll(async () => {
    app = await startApp({ THROTTLE: 'off' });
  });
  beforeEach(async () => {
    ann = await app.given.user();
  });
  afterAll(() => app?.close());

  const users = async (...argv: string[]) => resultOf(await latchkey(app.settings, 'users', ...argv));
  const living = async () => {
    const [row] = await app.db<{ n: number }>('SELECT count(*)::int AS n FROM sessions WHERE user_id = $1 AND ended_at IS NULL', [ann.id]);
    return row?.n;
  };
  const reasons = async () => {
    const rows = await app.db<{ end_reason: string }>('SELECT end_reason FROM sessions WHERE user_id = $1 ORDER BY number DESC LIMIT 4', [ann.id]);
    return rows.map((row) => row.end_reason);
  };

  /** Signs in through every API that has tokens; each answers whether its token is still good. */
  async function signInEverywhere(): Promise<(() => Promise<boolean>)[]> {
    const { email, password } = ann;
    const tokenOf = async (path: string, body: object) => ((await app.http.post(path).send(body).expect(200)).body as { token: string }).token;
    const phone = await app.given.session(ann);
    const mixapp = await tokenOf('/v1/signin', { email, password });
    const uprogress = await tokenOf('/api/v1/sessions', { user: { email, password, authorization: { platform: 'iOS' } } });
    const appmixer = await tokenOf('/user/auth', { email, password });
    const is200 = async (path: string, name: string, value: string) => (await app.http.get(path).set(name, value)).status === 200;
    return [
      () => is200('/v2/users/me', 'authorization', `Bearer ${phone.accessToken}`),
      async () => 'user' in ((await app.http.post('/v1/update').set('x-auth-token', mixapp).send({})).body as object),
      () => is200('/api/v1/sessions/current', 'uprogresstoken', uprogress),
      () => is200('/user', 'authorization', `Bearer ${appmixer}`),
    ];
  }
  const verdicts = (tokens: (() => Promise<boolean>)[]) => Promise.all(tokens.map((isGood) => isGood()));

  it('disables: every token is dead at its next request, in every API, and nobody signs in', async () => {
    const tokens = await signInEverywhere();
    expect(await verdicts(tokens)).toEqual([true, true, true, true]);
    expect(await users('disable', ann.email.toUpperCase())).toMatchObject({ id: ann.id, email: ann.email, disabled: true, endedSessions: 4 });
    expect(await verdicts(tokens)).toEqual([false, false, false, false]);
    expect(await reasons()).toEqual(Array(4).fill('disabled'));
    await app.http.post('/user/auth').send({ email: ann.email, password: ann.password }).expect(403);
    await app.http.post('/v2/auth/sign-in').send({ email: ann.email, password: ann.password }).expect(401);
  });

  it('disables twice, and remembers the first time', async () => {
    const at = async () => (await app.db('SELECT disabled_at FROM users WHERE id = $1', [ann.id]))[0];
    await users('disable', ann.email);
    const first = await at();
    expect(await users('disable', ann.email)).toMatchObject({ disabled: true, endedSessions: 0 });
    expect(await at()).toEqual(first);
  });

  it('enables: the person signs in again, ended sessions stay ended', async () => {
    const phone = await app.given.session(ann);
    await users('disable', ann.email);
    expect(await users('enable', ann.email)).toMatchObject({ disabled: false, endedSessions: 0 });
    await phone.get('/v2/users/me').expect(401);
    await (await app.given.session(ann)).get('/v2/users/me').expect(200);
  });

  it('ends the sessions', async () => {
    const tokens = await signInEverywhere();
    expect(await users('end-sessions', ann.email)).toMatchObject({ email: ann.email, disabled: false, endedSessions: 4 });
    expect(await verdicts(tokens)).toEqual([false, false, false, false]);
    expect(await users('end-sessions', ann.email)).toMatchObject({ endedSessions: 0 });
  });

  it('sets the scopes: every token is dead at its next request, the next one holds them', async () => {
    const tokens = await signInEverywhere();
    expect(await users('set-scopes', ann.email, 'admin', 'desk')).toMatchObject({ scopes: ['user', 'admin', 'desk'], endedSessions: 4 });
    expect(await verdicts(tokens)).toEqual([false, false, false, false]);
    expect(await reasons()).toEqual(Array(4).fill('scopes_changed'));
    const phone = await app.given.session(ann);
    expect((await phone.get('/v2/users/me').expect(200)).body).toMatchObject({ scopes: ['user', 'admin', 'desk'] });
  });

  it('takes a scope away: what needed it is refused at the next request and to the next token', async () => {
    const admin = await app.given.admin();
    const token = async () => ((await app.http.post('/user/auth').send({ email: admin.email, password: admin.password })).body as { token: string }).token;
    const reset = (bearer: string) =>
      app.http.post('/user/reset-password').set('authorization', `Bearer ${bearer}`).send({ email: ann.email, password: 'abc321' });
    const held = await token();
    await reset(held).expect(200);
    expect(await users('set-scopes', admin.email, 'user')).toMatchObject({ scopes: ['user'] });
    await reset(held).expect(401);
    await reset(await token()).expect(403);
  });

  it('leaves no living session behind when people sign in at the same moment', async () => {
    const signIns = Array.from({ length: 20 }, () => app.http.post('/v2/auth/sign-in').send({ email: ann.email, password: ann.password }));
    const [, ...statuses] = await Promise.all([users('disable', ann.email), ...signIns.map(async (answer) => (await answer).status)]);
    expect(statuses.filter((status) => status !== 200 && status !== 401)).toEqual([]);
    expect(await living()).toBe(0);
  });

  it.each(['address', 'id'] as const)('erases by the %s: nothing of the person is left, and their tokens are dead in every API', async (by) => {
    const other = await app.given.session(await app.given.user());
    const tokens = await signInEverywhere();
    expect(await users('erase', by === 'id' ? ann.id : ann.email.toUpperCase())).toEqual({ id: ann.id, erased: true });
    expect(await verdicts(tokens)).toEqual([false, false, false, false]);
    const [entry] = await app.db(`SELECT actor, outcome, subject_id <> $1 AS pseudonymous FROM audit_events WHERE event = 'account_deleted' ORDER BY at DESC`, [
      ann.id,
    ]);
    expect(entry).toEqual({ actor: 'operator', outcome: 'success', pseudonymous: true });
    const store = JSON.stringify(await wholeStoreOf(app));
    expect([ann.id, ann.email].filter((trace) => store.includes(trace))).toEqual([]);
    await other.get('/v2/users/me').expect(200);
    expect(complaintOf(await latchkey(app.settings, 'users', 'erase', ann.id))).toBe('There is no such account.');
  });

  it.each([
    ['disable', [], { disabled: true, endedSessions: 1 }],
    ['enable', [], { disabled: false, endedSessions: 0 }],
    ['end-sessions', [], { endedSessions: 1 }],
    ['set-scopes', ['desk'], { scopes: ['user', 'desk'], endedSessions: 1 }],
    ['erase', [], { erased: true }],
  ])('%s takes an id, also of an account that is found by no address', async (command, more, result) => {
    await app.given.session(ann);
    const email = `${ann.id}@xn--mnchen-3ya.example`;
    await app.db('UPDATE users SET email = $2 WHERE id = $1', [ann.id, email]);
    expect(complaintOf(await latchkey(app.settings, 'users', command, email, ...more))).toBe('There is no such account.');
    expect(await users(command, ann.id.toUpperCase(), ...more)).toMatchObject({ id: ann.id, ...result });
  });

  it.each([
    ['disable', []],
    ['enable', []],
    ['end-sessions', []],
    ['set-scopes', ['desk']],
    ['erase', []],
  ])('%s says that an id is unknown', async (command, more) => {
    for (const id of [randomUUID(), '00000000-0000-0000-0000-000000000000', 'no-id']) {
      const outcome = await latchkey(app.settings, 'users', command, id, ...more);
      expect(outcome).toMatchObject({ code: 1, stdout: '' });
      expect(complaintOf(outcome)).toBe('There is no such account.');
    }
  });

  it.each(['disable', 'enable', 'end-sessions', 'erase'])('%s says that an address is unknown', async (command) => {
    const outcome = await latchkey(app.settings, 'users', command, 'nobody@example.com');
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(complaintOf(outcome)).toBe('There is no such account.');
  });

  it('refuses scopes that are none, and changes nothing', async () => {
    const phone = await app.given.session(ann);
    const outcome = await latchkey(app.settings, 'users', 'set-scopes', ann.email, 'admin', 'No Scope');
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(complaintOf(outcome)).toMatch(/^scope must start with a small letter/);
    expect((await phone.get('/v2/users/me').expect(200)).body).toMatchObject({ scopes: ['user'] });
  });
});
