import { AppmixerAdmin, bearer, NOBODY, type ShownUser, signIn, tokenFor } from '../support/appmixer-admin';
import { startApp, type TestApp } from '../support/app';
import { traced } from '../support/audit';
import type { Person } from '../support/factories';
import { changedMeanwhile } from '../support/held-account';
import { storeOf } from '../support/store';

const NOT_FOUND = { statusCode: 404, error: 'Not Found', message: expect.any(String) as string };

let app: TestApp;
let admin: AppmixerAdmin;
let ann: Person;
let annId: string;
let serial = 0;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
  admin = await AppmixerAdmin.of(app);
});
beforeEach(async () => {
  ann = await app.given.user({ username: `ann-${++serial}` });
  annId = await admin.idOf(ann);
});
afterAll(() => app?.close());

describe('the routes below /users', () => {
  const calls = (): [method: 'get' | 'put' | 'delete', path: string][] => [
    ['get', '/users'],
    ['get', '/users/count'],
    ['get', `/users/${annId}`],
    ['put', `/users/${annId}`],
    ['delete', `/users/${annId}`],
    // An id that is nobody's is no other one to who may name none.
    ['get', `/users/${NOBODY}`],
    ['put', `/users/${NOBODY}`],
    ['delete', `/users/${NOBODY}`],
    ['get', `/users/${annId}/delete-status/0a8f5b52-6d1e-8c3f-9b7a-2f4d6c8e0a1b`],
  ];

  async function allRefuse(headers: Record<string, string>, status: number, error: string): Promise<void> {
    const before = await storeOf(app);
    for (const [method, path] of calls()) {
      const answer = await app.http[method](path)
        .set(headers)
        .send(method === 'put' ? { scope: ['admin'] } : undefined);
      expect([path, answer.status, answer.body]).toEqual([path, status, { statusCode: status, error, message: expect.any(String) as string }]);
    }
    expect(await storeOf(app)).toEqual(before);
  }

  it('need a token of this format', async () => {
    await allRefuse({}, 401, 'Unauthorized');
    await allRefuse(bearer('garbage'), 401, 'Unauthorized');
    await allRefuse(bearer((await app.given.session(admin.person)).accessToken), 401, 'Unauthorized');
  });

  it('need the scope admin, also of whom they are about, and of one whose token names it still', async () => {
    await allRefuse(bearer(await tokenFor(app, ann)), 403, 'Forbidden');
    const demoted = await app.given.admin();
    const stale = await tokenFor(app, demoted);
    await app.db(`UPDATE users SET scopes = '{user}' WHERE id = $1`, [demoted.id]);
    await allRefuse(bearer(stale), 403, 'Forbidden');
  });

  it('know nobody by an unknown id, or by what is none', async () => {
    const before = await storeOf(app);
    for (const id of [NOBODY, ann.id, '1', 'null', '%00', '%20', annId.slice(1), `${annId}0`, 'x'.repeat(24), `${annId.slice(1)}'`]) {
      for (const answer of [
        await admin.get(`/users/${id}`),
        await admin.put(id, { username: 'eve' }),
        await admin.delete(id),
        await admin.get(`/users/${id}/delete-status/x`),
      ]) {
        expect([id, answer.status, answer.body]).toEqual([id, 404, NOT_FOUND]);
      }
    }
    expect(await storeOf(app)).toEqual(before);
  });
});

describe('GET /users/:id', () => {
  it('shows the account as GET /user does to the person, with when it was made', async () => {
    const own = (await admin.get('/user', await tokenFor(app, ann)).expect(200)).body as object;
    const shown = (await admin.get(`/users/${annId}`).expect(200)).body as ShownUser;
    expect(shown).toEqual({ ...own, created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string });
    expect((await admin.get(`/users/${annId.toUpperCase()}`).expect(200)).body).toEqual(shown);
  });
});

describe('DELETE /users/:id', () => {
  const ticketOf = async (id: string) => ((await admin.delete(id).expect(200)).body as { ticket: string }).ticket;
  const status = (id: string, ticket: string) => admin.get(`/users/${id}/delete-status/${ticket}`);
  const COMPLETED = { status: 'completed', stepsDone: 1, stepsTotal: 1 };

  it('erases the account at once and gives a ticket to ask with', async () => {
    const own = await tokenFor(app, ann);
    const { body } = await admin.delete(annId).expect(200);
    expect(body).toEqual({ ticket: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) as string });
    expect((await status(annId, (body as { ticket: string }).ticket).expect(200)).body).toEqual(COMPLETED);
    expect((await admin.get('/user', own).expect(404)).body).toEqual(NOT_FOUND);
    await signIn(app, ann).expect(403);
    await admin.get(`/users/${annId}`).expect(404);
    await admin.delete(annId).expect(404);
    expect(await app.db('SELECT FROM sessions WHERE user_id = $1', [ann.id])).toEqual([]);
  });

  it('is in the trail with the admin, and without the person', async () => {
    const trail = await traced(app, () => admin.delete(annId).expect(200));
    expect(trail.map(({ event, actor, actorId, api }) => [event, actor, actorId, api])).toEqual([['account_deleted', 'admin', admin.person.id, 'appmixer']]);
    expect(trail[0]!.subject).not.toBe(ann.id);
  });

  it('gives nobody a ticket that was guessed, is another’s, or is of an account that lives', async () => {
    const cat = await app.given.user();
    const catId = await admin.idOf(cat);
    const ticket = await ticketOf(annId);
    const another = await ticketOf(catId);
    const guesses = ['', 'null', '%00', another, ann.id, '00000000-0000-8000-8000-000000000000', `${ticket}0`, ticket.slice(1), 'x'.repeat(9_000)];
    for (const guess of guesses) await status(annId, guess).expect(404);
    await status(catId, ticket).expect(404);
    await status(NOBODY, ticket).expect(404);
    await status(annId.toUpperCase(), ticket.toUpperCase()).expect(200);
    const dan = await admin.idOf(await app.given.user());
    for (const guess of [ticket, another]) await status(dan, guess).expect(404);
  });

  it('gives a ticket that another instance knows, also one that starts later', async () => {
    const ticket = await ticketOf(annId);
    const second = await startApp({ THROTTLE: 'off', DATABASE_URL: app.databaseUrl });
    try {
      const answer = await second.http.get(`/users/${annId}/delete-status/${ticket}`).set(bearer(admin.token)).expect(200);
      expect(answer.body).toEqual(COMPLETED);
    } finally {
      await second.close();
    }
  });

  it('succeeds for one of 8 callers at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => admin.delete(annId)));
    expect(answers.map(({ status: given }) => given).sort()).toEqual([200, ...Array.from({ length: 7 }, () => 404)]);
  });

  it('of the own account is the person’s own doing', async () => {
    const boss = await app.given.admin();
    const own = await tokenFor(app, boss);
    const id = await admin.idOf(boss);
    const trail = await traced(app, () => admin.delete(id, own).expect(200));
    expect(trail.map(({ event, actor, actorId }) => [event, actor, actorId])).toEqual([['account_deleted', 'self', null]]);
    await admin.get('/users', own).expect(404);
  });

  it('by an admin who is deleted meanwhile deletes nobody', async () => {
    const boss = await app.given.admin();
    const own = await tokenFor(app, boss);
    const gone = `DELETE FROM users WHERE id = '${boss.id}' AND $1::uuid IS NOT NULL`;
    expect((await changedMeanwhile(app, ann.id, () => admin.delete(annId, own), gone)).status).toBe(401);
    await admin.get(`/users/${annId}`).expect(200);
  });

  it('by two admins of each other leaves one of them', async () => {
    const pair = await Promise.all([app.given.admin(), app.given.admin()]);
    const [one, two] = await Promise.all(pair.map(async (person) => ({ own: await tokenFor(app, person), id: await admin.idOf(person) })));
    const answers = await Promise.all([admin.delete(two!.id, one!.own), admin.delete(one!.id, two!.own)]);
    const statuses = answers.map(({ status: given }) => given).sort();
    // 404 where the second one's token is looked at after the first one's deletion.
    expect([[200, 401].join(), [200, 404].join()]).toContain(statuses.join());
    expect(await app.db('SELECT FROM users WHERE id = ANY ($1)', [pair.map(({ id }) => id)])).toHaveLength(1);
  });
});

test('who holds the scope of API_USER_CREATE_SCOPE alone administers nobody', async () => {
  const closed = await startApp({ THROTTLE: 'off', API_USER_CREATE_SCOPE: 'clerk' });
  try {
    const token = await tokenFor(closed, await closed.given.user({ scopes: ['user', 'clerk'] }));
    await closed.http.get('/users').set(bearer(token)).expect(403);
  } finally {
    await closed.close();
  }
});
