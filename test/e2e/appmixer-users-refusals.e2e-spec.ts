import { AppmixerAdmin, bearer, signIn, tokenFor } from '../support/appmixer-admin';
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

describe('PUT /users/:id', () => {
  it.each<[string, object]>([
    ['a username with the address of somebody else', { username: 'other@example.com' }],
    ['a username of 65 characters', { username: 'u'.repeat(65) }],
    ['a username of another type', { username: { $ne: null } }],
    ['a username with a null character', { username: 'a\u0000b' }],
    ['no address', { email: 'nobody' }],
    ['two addresses', { email: ['a@example.com', 'b@example.com'] }],
    ['an address with a line end', { email: 'a@example.com\nb@example.com' }],
    ['a scope that is no list', { scope: 'admin' }],
    ['a scope that is none', { scope: ['Admin'] }],
    ['numbers for scopes', { scope: [1] }],
    ['more scopes than a token can hold', { scope: Array.from({ length: 50 }, (_, i) => `s${i}`) }],
    ['metadata that is a list', { metadata: [] }],
    ['metadata with a tree in it', { metadata: { a: { b: 'c' } } }],
    ['a password of another type', { password: 12345 }],
  ])('refuses %s, and changes nothing', async (_, bad) => {
    const before = await storeOf(app);
    const { body } = await admin.put(annId, { metadata: { team: 'south' }, ...bad }).expect(400);
    expect(body).toEqual({ statusCode: 400, error: 'Bad Request', message: expect.any(String) as string });
    expect(await storeOf(app)).toEqual(before);
  });

  it('refuses a key that reaches a prototype, and one that comes twice', async () => {
    const before = await storeOf(app);
    for (const body of ['{"__proto__": {"scope": ["admin"]}}', '{"constructor": {"a": 1}}', '{"username": "a", "username": "b"}', '[]', '"x"']) {
      await app.http.put(`/users/${annId}`).set(bearer(admin.token)).set('content-type', 'application/json').send(body).expect(400);
    }
    expect(await storeOf(app)).toEqual(before);
  });

  it('refuses what is taken, in whatever case, and changes nothing else either', async () => {
    const cat = await app.given.user({ username: `cat-${serial}` });
    const own = await tokenFor(app, ann);
    const before = await admin.shown(annId);
    for (const taken of [{ username: `CAT-${serial}` }, { email: cat.email.toUpperCase() }]) {
      const { body } = await admin.put(annId, { ...taken, scope: ['helpdesk'], password: 'abc321' }).expect(409);
      expect(body).toMatchObject({ statusCode: 409, error: 'Conflict' });
    }
    expect(await admin.shown(annId)).toEqual(before);
    await admin.get('/user', own).expect(200);
    await signIn(app, ann).expect(200);
  });

  it('is done by one of 16 who take one username at once', async () => {
    const people = await Promise.all(Array.from({ length: 16 }, () => app.given.user().then((person) => admin.idOf(person))));
    const answers = await Promise.all(people.map((id) => admin.put(id, { username: `prize-${serial}` })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 15 }, () => 409)]);
  });

  it('of the own account is the person’s own doing', async () => {
    const boss = await app.given.admin();
    const own = await tokenFor(app, boss);
    const id = await admin.idOf(boss);
    const trail = await traced(app, () => admin.put(id, { username: `boss-${serial}`, scope: [] }, own).expect(200));
    expect(trail.map(({ event, actor, actorId }) => [event, actor, actorId])).toEqual([
      ['username_changed', 'self', null],
      ['sessions_ended', 'self', null],
      ['account_scopes_set', 'self', null],
    ]);
    await admin.get('/users', own).expect(401);
    await admin.get('/users', await tokenFor(app, boss)).expect(403);
  });

  it('by an admin who is deleted meanwhile changes nothing and is not told of', async () => {
    const boss = await app.given.admin();
    const own = await tokenFor(app, boss);
    const trail = await traced(app, async () => {
      const gone = `DELETE FROM users WHERE id = '${boss.id}' AND $1::uuid IS NOT NULL`;
      const answer = await changedMeanwhile(app, ann.id, () => admin.put(annId, { username: 'by-a-ghost', scope: ['helpdesk'] }, own), gone);
      expect(answer.status).toBe(401);
    });
    expect(trail).toEqual([]);
    expect(await admin.shown(annId)).toMatchObject({ username: ann.username, scope: ['user'] });
  });

  it('of an account that is deleted meanwhile finds nobody', async () => {
    const answer = await changedMeanwhile(app, ann.id, () => admin.put(annId, { username: 'nobody' }), 'DELETE FROM users WHERE id = $1');
    expect([answer.status, answer.body]).toEqual([404, NOT_FOUND]);
  });
});
