import { startApp, type TestApp } from '../support/app';
import { type Trace, traced } from '../support/audit';
import { latchkey, resultOf } from '../support/cli';
import type { Person } from '../support/factories';

/** Who did it: where it was not the person, all that came of it says so, too. */
let app: TestApp;
beforeAll(async () => {
  app = await startApp({ TRUST_PROXY: '127.0.0.1' });
});
afterAll(() => app?.close());

const command = async (...argv: string[]) => resultOf(await latchkey(app.settings, ...argv));

/** What an admin's programs send. */
async function adminHeaders(admin: Person): Promise<Record<string, string>> {
  const { body } = await app.http.post('/user/auth').send({ username: admin.email, password: admin.password }).expect(200);
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
