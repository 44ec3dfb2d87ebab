import type { Response } from 'supertest';
import { startApp, type TestApp } from '../support/app';
import { trailOf } from '../support/audit';
import type { Person } from '../support/factories';
import { changedMeanwhile } from '../support/held-account';
import { tokenOf } from '../support/mailbox';
import { MixappClient, UNAUTHORIZED } from '../support/mixapp-client';

const NEW = 'Staple-Battery-2-Horse';

let app: TestApp;
let ann: Person;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
});
afterAll(() => app?.close());
beforeEach(async () => {
  ann = await app.given.user();
});

/** The account is erased while the request waits for it, as by a person who deletes it on another device. */
const erased = (request: () => PromiseLike<Response>) => changedMeanwhile(app, ann.id, request, 'DELETE FROM users WHERE id = $1');

async function recoveryToken(): Promise<string> {
  await app.http.post('/v2/password-recovery').send({ email: ann.email }).expect(202);
  return tokenOf(await app.mailbox.waitFor(ann.email, { subject: /recover|password/i }));
}

test('who changes the profile is told that the account is gone', async () => {
  const phone = await app.given.session(ann);
  const { status, body } = await erased(() => phone.patch('/v2/users/me').send({ name: 'Anna' }));
  expect([status, (body as { code: string }).code]).toEqual([401, 'account_gone']);
});

test('who changes the username is told so, and the trail says nothing of it', async () => {
  const phone = await app.given.session(ann);
  const { status, body } = await erased(() => phone.patch('/v2/users/me').send({ username: 'anna-meanwhile' }));
  expect([status, (body as { code: string }).code]).toEqual([401, 'account_gone']);
  expect((await trailOf(app)).filter(({ event }) => event === 'username_changed')).toEqual([]);
});

test('who follows a link is told that it is no good', async () => {
  const token = await recoveryToken();
  const { status, body } = await erased(() => app.http.post('/v2/password-recovery/confirm').send({ token, newPassword: NEW }));
  expect([status, (body as { code: string }).code]).toEqual([400, 'one_time_token_invalid']);
});

test('who confirms the address is told that the link is no good', async () => {
  const phone = await app.given.session(ann);
  await phone
    .post('/v2/users/me/email')
    .send({ newEmail: `new-${ann.email}`, currentPassword: ann.password })
    .expect(202);
  const token = tokenOf(await app.mailbox.waitFor(`new-${ann.email}`));
  const { status, body } = await erased(() => phone.post('/v2/users/email-confirmations').send({ token }));
  expect([status, (body as { code: string }).code]).toEqual([400, 'one_time_token_invalid']);
});

test('who asks for another confirmation is told that the account is gone', async () => {
  const phone = await app.given.session(ann);
  const { status, body } = await erased(() => phone.post('/v2/users/me/email-verification'));
  expect([status, (body as { code: string }).code]).toEqual([401, 'account_gone']);
});

test('what is being written of the person at that moment names them no more either: the erasure waits for it', async () => {
  const phone = await app.given.session(ann);
  const write = `INSERT INTO audit_events (id, at, event, outcome, subject_id, actor)
    VALUES (gen_random_uuid(), now(), 'session_ended', 'success', $1, 'self')`;
  const erase = () => phone.delete('/v2/users/me').send({ currentPassword: ann.password });
  const { status } = await changedMeanwhile(app, ann.id, erase, write, 'SELECT FROM sessions WHERE user_id = $1 FOR UPDATE');
  expect(status).toBe(204);
  expect((await trailOf(app)).filter(({ subject }) => subject === ann.id)).toEqual([]);
});

test('an admin who is erased meanwhile changes nothing more, and is not written of', async () => {
  const admin = await app.given.admin();
  const { body } = await app.http.post('/user/auth').send({ username: admin.email, password: admin.password }).expect(200);
  const headers = { authorization: `Bearer ${(body as { token: string }).token}` };
  const answer = await changedMeanwhile(
    app,
    ann.id,
    () => app.http.post('/user/reset-password').set(headers).send({ email: ann.email, password: NEW }),
    `DELETE FROM users WHERE id <> $1 AND id = '${admin.id}'`,
  );
  expect(answer.status).toBe(401);
  expect((await trailOf(app)).filter(({ actorId }) => actorId === admin.id)).toEqual([]);
  await app.http.post('/v2/auth/sign-in').send({ email: ann.email, password: ann.password }).expect(200);
});

test('a Mixapp client is asked to sign in', async () => {
  const phone = await new MixappClient(app).signIn(ann);
  const { status, body } = await erased(() => phone.update({ name: 'Another' }));
  expect([status, body]).toEqual([200, UNAUTHORIZED]);
});
