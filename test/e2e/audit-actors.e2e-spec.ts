import { startApp, type TestApp } from '../support/app';
import { type Trace, traced } from '../support/audit';
import { latchkey, resultOf } from '../support/cli';
import type { Person } from '../support/factories';
import { tokenOf } from '../support/mailbox';

/** Who did it: where it was not the person, all that came of it says so, too. */
let app: TestApp;
let serial = 0;
beforeAll(async () => {
  app = await startApp({ TRUST_PROXY: '127.0.0.1', MAX_SESSIONS_PER_USER: '3' });
});
afterAll(() => app?.close());

const command = async (...argv: string[]) => resultOf(await latchkey(app.settings, ...argv));

/** What an admin's programs send. */
async function adminHeaders(admin: Person, at = app): Promise<Record<string, string>> {
  const { body } = await at.http.post('/user/auth').send({ username: admin.email, password: admin.password }).expect(200);
  return { authorization: `Bearer ${(body as { token: string }).token}` };
}

const told = (trail: Trace[]) => trail.map(({ event, subject, facts }) => [event, subject, facts]);

test('an operator by the command line: without a place, and nothing is laid to the person', async () => {
  const email = 'operated@example.com';
  const password = 'correct horse battery';
  const entering: string[] = [];
  const enter = async () => {
    const { body } = await app.http.post('/v2/auth/sign-in').send({ email, password }).expect(200);
    entering.push((body as { session: { id: string } }).session.id);
  };
  const trail = await traced(app, async () => {
    await command('users', 'create', '--email', email, '--password', password);
    await enter();
    await command('users', 'set-scopes', email, 'admin');
    await enter();
    await command('users', 'disable', email);
    await command('users', 'enable', email);
    await enter();
    await command('users', 'end-sessions', email);
    await command('service-keys', 'create', 'help-desk');
    await command('service-keys', 'revoke', 'help-desk');
    await command('keys', 'rotate');
  });
  const [user] = await app.db<{ id: string }>('SELECT id FROM users WHERE email = $1', [email]);
  expect(trail.filter(({ actor }) => actor === 'self').map(({ event, session }) => [event, session])).toEqual(entering.map((id) => ['signed_in', id]));
  const operated = trail.filter(({ actor }) => actor !== 'self');
  expect(told(operated)).toEqual([
    ['account_created', user!.id, { scopes: ['user'] }],
    ['sessions_ended', user!.id, { ended: 1, reason: 'scopes_changed' }],
    ['account_scopes_set', user!.id, { scopes: ['user', 'admin'], ended: 1 }],
    ['sessions_ended', user!.id, { ended: 1, reason: 'disabled' }],
    ['account_disabled', user!.id, { ended: 1 }],
    ['account_enabled', user!.id, { ended: 0 }],
    ['sessions_ended', user!.id, { ended: 1, reason: 'revoked' }],
    ['account_signed_out', user!.id, { ended: 1 }],
    ['service_key_created', null, { name: 'help-desk' }],
    ['service_key_revoked', null, { name: 'help-desk' }],
    ['key_rotated', null, expect.objectContaining({ purpose: 'access' })],
    ['key_rotated', null, expect.objectContaining({ purpose: 'legacy' })],
  ]);
  expect(operated.every(({ actor, api, ip, agent }) => actor === 'operator' && api === null && ip === null && agent === null)).toBe(true);
});

test('an admin who sets a password through Appmixer', async () => {
  const admin = await app.given.admin();
  const person = await app.given.user();
  await app.given.session(person);
  const headers = await adminHeaders(admin);
  const trail = await traced(app, () =>
    app.http.post('/user/reset-password').set(headers).send({ email: person.email, password: 'Given-By-An-Admin-1' }).expect(200),
  );
  expect(trail.map(({ event }) => event)).toEqual(['password_reset', 'sessions_ended']);
  for (const event of trail) expect(event).toMatchObject({ subject: person.id, actor: 'admin', actorId: admin.id, api: 'appmixer' });
});

test('a service key that resets through Amadis, with which one it was', async () => {
  const person = await app.given.user();
  await app.given.session(person);
  const { key } = await command('service-keys', 'create', 'amadis-desk');
  const [row] = await app.db<{ id: string }>(`SELECT id FROM service_keys WHERE name = 'amadis-desk'`);
  const headers = { authorization: `Bearer ${String(key)}`, 'x-forwarded-for': '203.0.113.9' };
  const trail = await traced(app, () => app.http.patch('/api/user/v1/resetpassword').set(headers).send({ email: person.email }).expect(200));
  const facts = { serviceKey: 'amadis-desk', serviceKeyId: row!.id };
  expect(told(trail)).toEqual([
    ['password_reset', person.id, facts],
    ['sessions_ended', person.id, { ...facts, ended: 1, reason: 'password_reset' }],
  ]);
  for (const event of trail) expect(event).toMatchObject({ actor: 'service_key', api: 'amadis', ip: '203.0.113.9' });
});

test('the program, where a session takes the place of the longest idle ones', async () => {
  const person = await app.given.user();
  for (let i = 0; i < 3; i++) await app.given.session(person);
  await app.db(
    `INSERT INTO sessions SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'number', s.number + 100000))).*
      FROM sessions AS s WHERE user_id = $1 AND ended_at IS NULL LIMIT 1`,
    [person.id],
  );
  const trail = await traced(app, () => app.given.session(person));
  expect(trail.map(({ event, actor, subject, facts }) => [event, actor, subject, facts])).toEqual([
    ['sessions_ended', 'system', person.id, { ended: 2, reason: 'superseded' }],
    ['signed_in', 'self', person.id, {}],
  ]);
});

describe('a reset through UProgress, faithful', () => {
  it.each([
    ['the returned token is by nobody known', (returned: string, _mailed: string) => returned, 'anonymous'],
    ['the mailed one by the person', (_returned: string, mailed: string) => mailed, 'self'],
  ])('with %s', async (_, choose, actor) => {
    const person = await app.given.user();
    await app.given.session(person);
    const { body } = await app.http
      .post('/api/v1/sessions/restore_password')
      .send({ user: { email: person.email } })
      .expect(200);
    const mailed = tokenOf(await app.mailbox.waitFor(person.email, { subject: 'Restore password' }));
    const token = choose((body as { token: string }).token, mailed);
    const reset = () =>
      app.http
        .put('/api/v1/sessions/reset_password')
        .send({ user: { token, password: 'Altair_69' } })
        .expect(200);
    expect((await traced(app, reset)).map((trace) => [trace.event, trace.actor])).toEqual([
      ['password_reset', actor],
      ['sessions_ended', actor],
    ]);
  });
});

describe('an account created through Appmixer', () => {
  const create = (at: TestApp, headers: Record<string, string>, more: object = {}) =>
    at.http
      .post('/user')
      .set(headers)
      .send({ username: `created-${++serial}@example.com`, password: 'horse-7', ...more })
      .expect(200);
  const newest = async (at: TestApp) => (await at.db<{ id: string }>('SELECT id FROM users ORDER BY number DESC LIMIT 1'))[0]!.id;

  it('by an admin, who may choose its scopes', async () => {
    const admin = await app.given.admin();
    const headers = await adminHeaders(admin);
    const trail = await traced(app, () => create(app, headers, { scope: ['user', 'staff'], metadata: { floor: '3' } }));
    const facts = { client: 'appmixer', scopes: ['user', 'staff'] };
    expect(told(trail)).toEqual([['account_created', await newest(app), facts]]);
    expect(trail[0]).toMatchObject({ actor: 'admin', actorId: admin.id, api: 'appmixer' });
  });

  it('by a person who sends a token that gives no right to it', async () => {
    const headers = await adminHeaders(await app.given.user());
    const trail = await traced(app, () => create(app, headers));
    expect(told(trail)).toEqual([['signed_up', await newest(app), { client: 'appmixer' }]]);
    expect(trail[0]).toMatchObject({ actor: 'self', actorId: null });
  });

  it('by the holder of the scope that API_USER_CREATE_SCOPE names', async () => {
    const closed = await startApp({ API_USER_CREATE_SCOPE: 'clerk' });
    try {
      const clerk = await closed.given.user({ scopes: ['user', 'clerk'] });
      const headers = await adminHeaders(clerk, closed);
      const trail = await traced(closed, () => create(closed, headers));
      expect(told(trail)).toEqual([['account_created', await newest(closed), { client: 'appmixer', scopes: ['user'] }]]);
      expect(trail[0]).toMatchObject({ actor: 'admin', actorId: clerk.id });
    } finally {
      await closed.close();
    }
  });
});
