import type { Response } from 'supertest';
import { bearer, signIn, tokenFor } from '../support/appmixer-admin';
import { startApp, type TestApp } from '../support/app';
import { traced } from '../support/audit';
import type { Person } from '../support/factories';
import { changedMeanwhile } from '../support/held-account';
import { storeOf } from '../support/store';

/* What an admin asked for counts only if they still may when it is done: a request can wait long for its hash. */

let app: TestApp;
let boss: Person;
let token: string;
let annsId: string;
let ann: Person;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
});
beforeEach(async () => {
  ann = await app.given.user();
  annsId = (await app.db<{ id: string }>('SELECT object_id AS id FROM users WHERE id = $1', [ann.id]))[0]!.id;
  boss = await app.given.admin();
  token = await tokenFor(app, boss);
});
afterAll(() => app?.close());

let serial = 0;
const newcomer = () => ({ username: `newcomer-${++serial}`, email: `newcomer-${serial}@example.com`, password: 'abc321', scope: ['admin'] });

const ACTS: [name: string, act: () => PromiseLike<Response>][] = [
  [
    'PUT /users/:id',
    () =>
      app.http
        .put(`/users/${annsId}`)
        .set(bearer(token))
        .send({ scope: ['admin'], password: 'hacked1' }),
  ],
  ['DELETE /users/:id', () => app.http.delete(`/users/${annsId}`).set(bearer(token))],
  ['POST /user/reset-password', () => app.http.post('/user/reset-password').set(bearer(token)).send({ email: ann.email, password: 'hacked1' })],
  ['POST /user', () => app.http.post('/user').set(bearer(token)).send(newcomer())],
];

const ended = (reason: string) => `WITH ended AS (UPDATE sessions SET ended_at = now(), end_reason = '${reason}' WHERE user_id = $1)`;
const CHANGES: [name: string, change: string, status: number][] = [
  ['demoted', `${ended('scopes_changed')} UPDATE users SET scopes = '{user}' WHERE id = $1`, 401],
  ['disabled', `${ended('disabled')} UPDATE users SET disabled_at = now() WHERE id = $1`, 401],
  ['signed out', `${ended('revoked')} SELECT $1::uuid`, 401],
  ['without the scope', `UPDATE users SET scopes = '{user}' WHERE id = $1`, 403],
];

describe.each(ACTS)('%s', (_, act) => {
  it.each(CHANGES)('by an admin who is %s meanwhile changes nothing', async (__, change, status) => {
    const before = await storeOf(app);
    const trail = await traced(app, async () => {
      const answer = await changedMeanwhile(app, boss.id, act, change);
      expect([answer.status, (answer.body as { statusCode: number }).statusCode]).toEqual([status, status]);
    });
    expect(trail).toEqual([]);
    const accounts = (store: typeof before) => [store.passwords, (store.users as { id: string }[]).filter(({ id }) => id !== boss.id)];
    expect(accounts(await storeOf(app))).toEqual(accounts(before));
    await signIn(app, ann).expect(200);
  });
});

test('an admin whose session is being ended changes nothing once it is', async () => {
  const hold = 'SELECT FROM sessions WHERE user_id = $1 FOR NO KEY UPDATE';
  const change = `UPDATE sessions SET ended_at = now(), end_reason = 'revoked' WHERE user_id = $1`;
  expect((await changedMeanwhile(app, boss.id, ACTS[0]![1], change, hold)).status).toBe(401);
  await signIn(app, ann).expect(200);
});

test('an admin who is erased while creating an account is not written of', async () => {
  const gone = 'DELETE FROM users WHERE id = $1';
  const trail = await traced(app, async () => {
    const { status } = await changedMeanwhile(app, boss.id, () => app.http.post('/user').set(bearer(token)).send(newcomer()), gone);
    expect(status).toBe(401);
  });
  expect(trail).toEqual([]);
});

test('two admins who demote each other at once end one after the other', async () => {
  const other = await app.given.admin();
  const otherToken = await tokenFor(app, other);
  const idOf = async ({ id }: Person) => (await app.db<{ id: string }>('SELECT object_id AS id FROM users WHERE id = $1', [id]))[0]!.id;
  const [bossId, otherId] = [await idOf(boss), await idOf(other)];
  const demote = (id: string, by: string) => app.http.put(`/users/${id}`).set(bearer(by)).send({ scope: [] });
  const answers = await Promise.all([demote(otherId, token), demote(bossId, otherToken)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
});
