import { PersonalData } from '../../src/audit/personal-data';
import { startApp, type TestApp } from '../support/app';
import { trailOf } from '../support/audit';
import { mailsSettled } from '../support/mails';
import { wholeStoreOf } from '../support/store';
import { PHONE } from '../support/uprogress';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ TRUST_PROXY: '127.0.0.1' });
});
afterAll(() => app?.close());

const FROM = { 'x-forwarded-for': '203.0.113.200', 'user-agent': 'Traceable/7' };

/** A person with something in every table that holds anything about people. */
async function seeded(email: string) {
  const password = 'correct horse battery';
  await app.http.post('/api/user/v1/register').set(FROM).send({ name: 'Traceable Name', email, password }).expect(201);
  const post = (path: string, body: object) => app.http.post(path).set(FROM).send(body).expect(200);
  await post('/v1/signin', { email, password });
  await post('/user/auth', { username: email, password });
  await post('/api/v1/sessions', { user: { email, password, authorization: PHONE } });
  const { body } = await post('/v2/auth/sign-in', { email, password, device: { label: 'Traceable device' } });
  const { accessToken, user } = body as { accessToken: string; user: { id: string } };
  await app.http.post('/v2/password-recovery').set(FROM).send({ email }).expect(202);
  const me = { authorization: `Bearer ${accessToken}`, ...FROM };
  await app.http.patch('/v2/users/me').set(me).send({ username: 'traceable-nick', description: 'Traceable words', location: 'Traceable town' }).expect(200);
  await app.http
    .post('/v2/users/me/email')
    .set(me)
    .send({ newEmail: `new-${email}`, currentPassword: password })
    .expect(202);
  await trailOf(app);
  await mailsSettled(app);
  return { id: user.id, me, password };
}

test('the export holds every table that says anything about a person, and no digest, hash or key', async () => {
  const { id, me } = await seeded('exported@example.com');
  const { body } = await app.http.get('/v2/users/me/export').set(me).expect(200);
  const exported = body as Record<string, unknown>;
  const tables = await app.db<{ table_name: string }>(
    `SELECT DISTINCT table_name FROM information_schema.columns 
      WHERE table_schema = 'public' AND (column_name IN ('user_id', 'subject_id') OR table_name = 'users')`,
  );
  expect([...app.app.get(PersonalData, { strict: false }).tables].sort()).toEqual(tables.map(({ table_name }) => table_name).sort());
  expect(Object.entries(exported).filter(([, part]) => part === null || (Array.isArray(part) && part.length === 0))).toEqual([]);
  expect(exported).toMatchObject({ account: { id, email: 'exported@example.com', username: 'traceable-nick' } });
  expect((exported['sessions'] as unknown[]).length).toBe(4);
  const columns = new Set(JSON.stringify(body).match(/"[a-z_]+":/g));
  for (const secret of ['digest', 'hash', 'refresh_key', 'sealed_secret', 'kept_token_id']) expect(columns.has(`"${secret}":`)).toBe(false);
  await app.http.get('/v2/users/me/export').expect(401);
});

test('the export of one person holds nothing of another', async () => {
  const stranger = await app.given.session(await app.given.user());
  const answer = JSON.stringify((await stranger.get('/v2/users/me/export').expect(200)).body);
  for (const trace of ['exported@example.com', 'Traceable', '203.0.113.200']) expect(answer.includes(trace)).toBe(false);
});

test('erasure leaves no trace of the person in any table, and the tokens dead also once the address is registered anew', async () => {
  const email = 'erased@example.com';
  await app.db(`UPDATE users SET username = NULL WHERE username = 'traceable-nick'`);
  const { id, me, password } = await seeded(email);
  const before = JSON.stringify(await wholeStoreOf(app));
  expect([id, email, `new-${email}`].filter((trace) => !before.includes(trace))).toEqual([]);
  await app.http.delete('/v2/users/me').set(me).send({ currentPassword: password }).expect(204);
  await trailOf(app);
  await mailsSettled(app);
  const rows = Object.entries(await wholeStoreOf(app)).filter(([, content]) => [id, email].some((trace) => JSON.stringify(content ?? null).includes(trace)));
  expect(rows.map(([table]) => table)).toEqual([]);
  expect(await app.db(`SELECT FROM audit_events WHERE ip = '203.0.113.200' AND subject_id NOT IN (SELECT id FROM users)`)).toEqual([]);
  await app.given.user({ email, password });
  await app.http.get('/v2/users/me').set(me).expect(401);
  await app.http.get('/v2/users/me/activity').set(me).expect(401);
});

test('the export tells from where somebody unknown tried, and not where an admin sits', async () => {
  const admin = await app.given.admin();
  const person = await app.given.user();
  await app.given.session(person);
  const guess = { 'x-forwarded-for': '198.51.100.66', 'user-agent': 'Thief/1' };
  await app.http.post('/v2/auth/sign-in').set(guess).send({ email: person.email, password: 'wrong' }).expect(401);
  const { body } = await app.http.post('/user/auth').send({ username: admin.email, password: admin.password }).expect(200);
  const desk = { authorization: `Bearer ${(body as { token: string }).token}`, 'x-forwarded-for': '192.0.2.77', 'user-agent': 'Desk/1' };
  const password = 'Given-By-An-Admin-1';
  const reset = await app.http.post('/user/reset-password').set(desk).send({ email: person.email, password }).expect(200);
  await trailOf(app);
  const phone = await app.given.session({ ...person, password });
  const answer = await phone.get('/v2/users/me/export').expect(200);
  const { activity } = answer.body as { activity: Record<string, unknown>[] };
  const byAdmin = activity.filter(({ actor }) => actor === 'admin');
  expect(byAdmin.map(({ event }) => event)).toEqual(['password_reset', 'sessions_ended']);
  for (const event of byAdmin) expect(event).toMatchObject({ api: 'appmixer', ip: null, user_agent: null, request_id: null });
  expect(activity).toContainEqual(expect.objectContaining({ event: 'sign_in_failed', ip: '198.51.100.66', user_agent: 'Thief/1' }));
  const traces = [admin.id, '192.0.2.77', 'Desk', (reset.headers as Record<string, string>)['x-request-id']!, 'actor_id'];
  expect(traces.filter((trace) => answer.text.includes(trace))).toEqual([]);
});
