import type { Response } from 'supertest';
import { CredentialsService } from '../../src/credentials/credentials.service';
import { startApp, type TestApp } from '../support/app';
import type { Device, Person } from '../support/factories';
import { changedMeanwhile } from '../support/held-account';
import { Uprogress } from '../support/uprogress';

/*
 * A person chooses a new password, which ends every session, at the moment in which somebody with the old one or a session is
 * about to do something: whoever was let in before the change must find themselves shut out after it.
 */

const RESET = `WITH reset AS (UPDATE passwords SET generation = generation + 1 WHERE user_id = $1)
  UPDATE sessions SET ended_at = now(), end_reason = 'password_reset' WHERE user_id = $1`;

let app: TestApp;
let ann: Person;
let thief: Device;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
});
afterAll(() => app?.close());
beforeEach(async () => {
  ann = await app.given.user({ verified: true });
  thief = await app.given.session(ann);
});

const reset = (request: () => PromiseLike<Response>) => changedMeanwhile(app, ann.id, request, RESET);
const codeOf = ({ body }: Response) => (body as { code: string }).code;
const lettersOfAChange = () => app.db(`SELECT FROM outgoing_mails WHERE user_id = $1 AND kind = 'confirm_new_address'`, [ann.id]);

test('no other address is asked for with the old password', async () => {
  const change = { newEmail: `thief-${ann.email}`, currentPassword: ann.password };
  const answer = await reset(() => thief.post('/v2/users/me/email').send(change));
  expect([answer.status, codeOf(answer)]).toEqual([403, 'wrong_password']);
  expect(await lettersOfAChange()).toEqual([]);
});

test('the account is not deleted with the old password', async () => {
  const answer = await reset(() => thief.delete('/v2/users/me').send({ currentPassword: ann.password }));
  expect([answer.status, codeOf(answer)]).toEqual([403, 'wrong_password']);
  expect(await app.db('SELECT FROM users WHERE id = $1', [ann.id])).toHaveLength(1);
});

test('no other password is chosen with the old one', async () => {
  const answer = await reset(() => thief.put('/v2/users/me/password').send({ currentPassword: ann.password, newPassword: 'Another-Thief-7-Horse' }));
  expect([answer.status, codeOf(answer)]).toEqual([403, 'wrong_password']);
});

test('no other password is chosen with the old one, though it was compared before the reset', async () => {
  const { matches } = CredentialsService.prototype;
  const compared = jest.spyOn(CredentialsService.prototype, 'matches').mockImplementation(async function (this: CredentialsService, ...given) {
    const isRight = await matches.apply(this, given);
    await app.db(RESET, [ann.id]);
    return isRight;
  });
  try {
    const answer = await thief.put('/v2/users/me/password').send({ currentPassword: ann.password, newPassword: 'Another-Thief-7-Horse' });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'wrong_password']);
  } finally {
    compared.mockRestore();
  }
});

test('a UProgress session asks for no other address, and changes nothing of the profile', async () => {
  const token = await new Uprogress(app).signIn(ann);
  const [{ number }] = (await app.db<{ number: string }>('SELECT number FROM users WHERE id = $1', [ann.id])) as [{ number: string }];
  const change = { user: { email: `thief-${ann.email}`, first_name: 'Thief' } };
  const { status, body } = await reset(() => app.http.put(`/api/v1/users/${number}`).set('uprogresstoken', token).send(change));
  expect([status, body]).toEqual([401, { error: 'User not found' }]);
  expect(await lettersOfAChange()).toEqual([]);
  expect(await app.db('SELECT first_name FROM users WHERE id = $1', [ann.id])).toEqual([{ first_name: null }]);
});

test('of two who delete an account at the same moment one is told that it is gone, and the trail tells of it once', async () => {
  const other = await app.given.session(ann);
  const answers = await Promise.all([thief, other].map((device) => device.delete('/v2/users/me').send({ currentPassword: ann.password })));
  const codes = answers.map(({ status, body }) => [status, (body as { code?: string }).code]).sort();
  expect(codes[0]).toEqual([204, undefined]);
  // Late, or so late that the session had ended.
  expect([401, 403]).toContain(codes[1]?.[0]);
  const told = await app.db(`SELECT FROM audit_events WHERE event = 'account_deleted'`);
  expect(told).toHaveLength(1);
});
