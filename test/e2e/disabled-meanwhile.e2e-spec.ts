import { startApp, type TestApp } from '../support/app';
import type { Device, Person } from '../support/factories';
import { changedMeanwhile } from '../support/held-account';
import { linkOf } from '../support/mailbox';
import { MixappClient, UNAUTHORIZED } from '../support/mixapp-client';
import { Uprogress } from '../support/uprogress';
import { Visitor } from '../support/visitor';

/*
 * An operator disables an account, which ends its sessions, at the moment in which a new password is about to be set: whoever was
 * let in before must find the account shut, and it must be as it was when it is enabled again.
 */

const DISABLE = `WITH disabled AS (UPDATE users SET disabled_at = now() WHERE id = $1)
  UPDATE sessions SET ended_at = now(), end_reason = 'disabled' WHERE user_id = $1`;
const NEW = 'Another-Thief-7-Horse';

let app: TestApp;
let ann: Person;
let phone: Device;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
});
afterAll(() => app?.close());
beforeEach(async () => {
  ann = await app.given.user({ verified: true });
  phone = await app.given.session(ann);
});

const passwordOf = () => app.db('SELECT hash, generation FROM passwords WHERE user_id = $1', [ann.id]);

/** What the request was answered; the password must be the old one after it. */
async function refused(request: () => PromiseLike<{ status: number; body?: unknown }>): Promise<[status: number, body: unknown]> {
  const before = await passwordOf();
  const { status, body } = await changedMeanwhile(app, ann.id, request, DISABLE);
  expect(await passwordOf()).toEqual(before);
  return [status, body];
}

it('whoever changes the password by the old one is told that the session has ended', async () => {
  const change = { currentPassword: ann.password, newPassword: NEW };
  const [status, body] = await refused(() => phone.put('/v2/users/me/password').send(change));
  expect([status, body]).toEqual([401, expect.objectContaining({ code: 'session_ended' })]);
});

it('an Appmixer client that changes it is told so', async () => {
  const { body } = await app.http.post('/user/auth').send({ username: ann.email, password: ann.password }).expect(200);
  const authorization = `Bearer ${(body as { token: string }).token}`;
  const change = { oldPassword: ann.password, newPassword: NEW };
  const [status] = await refused(() => app.http.post('/user/change-password').set({ authorization }).send(change));
  expect(status).toBe(401);
});

it('a Mixapp client that changes it is asked to sign in', async () => {
  const device = await new MixappClient(app).signIn(ann);
  expect(await refused(() => device.update({ password: NEW }))).toEqual([200, UNAUTHORIZED]);
});

it('a UProgress client that changes it is asked to sign in', async () => {
  const uprogress = new Uprogress(app);
  const token = await uprogress.signIn(ann);
  const change = { user: { password: NEW, password_confirmation: NEW } };
  expect(await refused(() => uprogress.put(token, 'users/change_password', change))).toEqual([401, { error: 'User not found' }]);
});

it('Amadis takes the old password for a wrong one', async () => {
  const change = { email: ann.email, oldpassword: ann.password, newpassword: NEW };
  const [status, body] = await refused(() => app.http.patch('/api/user/v1/changepassword').send(change));
  expect([status, body]).toEqual([422, { status: 'fail', data: { oldpassword: 'The e-mail address or the old password is wrong' } }]);
});

it('Amadis gives out no new password', async () => {
  const [status] = await refused(() => app.http.patch('/api/user/v1/resetpassword').send({ email: ann.email }));
  expect(status).toBe(404);
});

it('the link that takes a change of the address back does nothing', async () => {
  await phone
    .post('/v2/users/me/email')
    .send({ newEmail: `new-${ann.email}`, currentPassword: ann.password })
    .expect(202);
  const visitor = new Visitor(app.baseUrl);
  const page = await visitor.open(linkOf(await app.mailbox.waitFor(ann.email, { subject: 'Your e-mail address is about to change' })));
  expect((await refused(() => visitor.submit(page, {})))[0]).toBe(410);
});
