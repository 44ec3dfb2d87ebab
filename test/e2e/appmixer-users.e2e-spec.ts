import { startApp, type TestApp } from '../support/app';
import { type Trace, traced } from '../support/audit';
import type { Person } from '../support/factories';
import { changedMeanwhile } from '../support/held-account';
import { tokenOf } from '../support/mailbox';
import { storeOf } from '../support/store';

interface Shown {
  readonly id: string;
  readonly username: string;
  readonly isActive: boolean;
  readonly email: string;
  readonly scope: string[];
  readonly plan: string;
  readonly created: string;
}

const NOBODY = 'f'.repeat(24);
const NOT_FOUND = { statusCode: 404, error: 'Not Found', message: expect.any(String) as string };

let app: TestApp;
let admin: Person;
/** The admin's. */
let token: string;
let ann: Person;
let annId: string;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
  admin = await app.given.admin();
  token = await tokenFor(admin);
});
beforeEach(async () => {
  ann = await app.given.user({ username: `ann-${++serial}` });
  annId = await objectIdOf(ann);
});
afterAll(() => app?.close());

let serial = 0;
const bearer = (value: string) => ({ authorization: `Bearer ${value}` });
const signIn = ({ email, password }: Pick<Person, 'email' | 'password'>) => app.http.post('/user/auth').send({ email, password });
const tokenFor = async (person: Person) => ((await signIn(person).expect(200)).body as { token: string }).token;
const objectIdOf = async ({ id }: Person) => (await app.db<{ object_id: string }>('SELECT object_id FROM users WHERE id = $1', [id]))[0]!.object_id;
const get = (path: string, as = token) => app.http.get(path).set(bearer(as));
const put = (id: string, body: object, as = token) => app.http.put(`/users/${id}`).set(bearer(as)).send(body);
const remove = (id: string, as = token) => app.http.delete(`/users/${id}`).set(bearer(as));
const listed = async (query: string) => (await get(`/users?${query}`).expect(200)).body as Shown[];
const counted = async (query: string) => ((await get(`/users/count?${query}`).expect(200)).body as { count: number }).count;
const told = (trail: Trace[]) => trail.map(({ event, subject, actor, actorId, facts }) => [event, subject, actor, actorId, facts]);

describe('the routes below /users', () => {
  const calls = (): [method: 'get' | 'put' | 'delete', path: string][] => [
    ['get', '/users'],
    ['get', '/users/count'],
    ['get', `/users/${annId}`],
    ['put', `/users/${annId}`],
    ['delete', `/users/${annId}`],
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
    await allRefuse(bearer((await app.given.session(admin)).accessToken), 401, 'Unauthorized');
  });

  it('need the scope admin, also of whom they are about, and of one whose token names it still', async () => {
    await allRefuse(bearer(await tokenFor(ann)), 403, 'Forbidden');
    const demoted = await app.given.admin();
    const stale = await tokenFor(demoted);
    await app.db(`UPDATE users SET scopes = '{user}' WHERE id = $1`, [demoted.id]);
    await allRefuse(bearer(stale), 403, 'Forbidden');
  });

  it('know nobody by an unknown id, or by what is none', async () => {
    const before = await storeOf(app);
    for (const id of [NOBODY, ann.id, '1', 'null', '%00', '%20', annId.slice(1), `${annId}0`, 'x'.repeat(24), `${annId.slice(1)}'`]) {
      for (const answer of [await get(`/users/${id}`), await put(id, { username: 'eve' }), await remove(id), await get(`/users/${id}/delete-status/x`)]) {
        expect([id, answer.status, answer.body]).toEqual([id, 404, NOT_FOUND]);
      }
    }
    expect(await storeOf(app)).toEqual(before);
  });
});

describe('GET /users/:id', () => {
  it('shows the account as GET /user does to the person, with when it was made', async () => {
    const own = (await get('/user', await tokenFor(ann)).expect(200)).body as object;
    const shown = (await get(`/users/${annId}`).expect(200)).body as Shown;
    expect(shown).toEqual({ ...own, created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string });
    expect((await get(`/users/${annId.toUpperCase()}`).expect(200)).body).toEqual(shown);
  });
});

describe('GET /users', () => {
  const mark = 'list.example';
  const names = ['Zoe', 'adam', 'Bea_1', 'bea%2', String.raw`be\a3`];
  const usernames = async (query: string) => (await listed(query)).map(({ username }) => username);
  beforeAll(async () => {
    for (const [i, username] of names.entries()) {
      await app.given.user({ username, email: `person${i}@${mark}`, scopes: i < 2 ? ['user', 'acme1'] : ['user', 'acme10'] });
    }
    // Two at one moment, so that the tie is broken.
    await app.db(`UPDATE users SET created_at = '2020-01-01T00:00:00Z' WHERE email IN ('person3@${mark}', 'person4@${mark}')`);
  });

  it('lists everybody once, page by page, whatever the order', async () => {
    const all = await counted('');
    for (const sort of ['created:1', 'created:-1', 'username:1', 'username:-1', 'email:1', 'email:-1']) {
      const seen: string[] = [];
      for (let offset = 0; offset < all; offset += 3) seen.push(...(await listed(`sort=${sort}&limit=3&offset=${offset}`)).map(({ id }) => id));
      expect([sort, seen.length, new Set(seen).size]).toEqual([sort, all, all]);
    }
    expect(await listed(`offset=${all}`)).toEqual([]);
    expect(await listed('offset=999999999')).toEqual([]);
  });

  it('sorts by when they were made, the username or the address, without regard to case', async () => {
    const oldestFirst = ['bea%2', String.raw`be\a3`, 'Zoe', 'adam', 'Bea_1'];
    expect(await usernames(`pattern=${mark}`)).toEqual(oldestFirst);
    expect(await usernames(`pattern=${mark}&sort=created:1`)).toEqual(oldestFirst);
    expect(await usernames(`pattern=${mark}&sort=created:-1`)).toEqual(['Bea_1', 'adam', 'Zoe', 'bea%2', String.raw`be\a3`]);
    expect((await usernames(`pattern=${mark}&sort=username:1`)).at(0)).toBe('adam');
    expect((await usernames(`pattern=${mark}&sort=username:-1`)).at(0)).toBe('Zoe');
    expect(await usernames(`pattern=${mark}&sort=email:-1`)).toEqual([...names].reverse());
  });

  it('filters by a scope as a whole', async () => {
    expect(await usernames('filter=scope:acme1')).toEqual(['Zoe', 'adam']);
    expect(await usernames('filter=scope:acme1&pattern=ADA')).toEqual(['adam']);
    expect(await usernames('filter=scope:acme')).toEqual([]);
    expect([await counted('filter=scope:acme1'), await counted('filter=scope:acme10&pattern=bea'), await counted(`pattern=${mark}`)]).toEqual([2, 2, 5]);
  });

  it.each([
    ['%25', ['bea%2']],
    ['_', ['Bea_1']],
    ['%5C', [String.raw`be\a3`]],
    ['%20BEA%20', ['bea%2', 'Bea_1']],
    ['person4%40', [String.raw`be\a3`]],
    ['', ['bea%2', String.raw`be\a3`, 'Zoe', 'adam', 'Bea_1']],
    [`'%20OR%201%3D1`, []],
    ['.*', []],
  ])('takes the pattern %s as it is written', async (pattern, expected) => {
    const shown = (await listed(`pattern=${pattern}`)).filter(({ email }) => email.endsWith(mark)).map(({ username }) => username);
    expect(shown).toEqual(expected);
    expect(await counted(`pattern=${pattern}&filter=scope:acme1`)).toBe(expected.filter((name) => name === 'Zoe' || name === 'adam').length);
  });

  it('gives a hundred where nobody says how many', async () => {
    await app.db(
      `INSERT INTO users (id, object_id, email, scopes, created_at, updated_at)
        SELECT gen_random_uuid(), lpad(to_hex(n), 24, '0'), 'crowd' || n || '@crowd.example', '{user,crowd}', now(), now() FROM generate_series(1, 101) AS n`,
    );
    expect((await listed('filter=scope:crowd')).length).toBe(100);
    expect((await listed('filter=scope:crowd&limit=100&offset=100')).length).toBe(1);
    await app.db(`DELETE FROM users WHERE email LIKE '%@crowd.example'`);
  });

  const both = ['filter=', 'filter=x', 'filter=scope:', 'filter=scope:Admin', 'filter=scope:a,b', 'filter=password:x', 'filter=scope:a&filter=scope:b'];
  const patterns = ['pattern=%00', 'pattern=a%0Ab', 'pattern=a&pattern=b', `pattern=${'p'.repeat(255)}`];
  const pages = ['limit=0', 'limit=101', 'limit=-1', 'limit=1.5', 'limit=', 'limit=ten', 'limit=1&limit=2', 'limit=0x10', `limit=${'9'.repeat(400)}`];
  const offsets = ['offset=-1', 'offset=1000000000', 'offset=', 'offset=1e3', 'offset=0&offset=1'];
  const sorts = [
    '',
    'password:1',
    'hash:1',
    'created',
    'created:0',
    'created:-1,email:1',
    'created_at:1',
    'id:1',
    'constructor:1',
    'created:1;DROP TABLE users',
  ]
    .map(encodeURIComponent)
    .map((sort) => `sort=${sort}`);

  it.each([...both, ...patterns, ...pages, ...offsets, ...sorts, 'sort=created:1&sort=email:1'])('48: refuses %.60s', async (query) => {
    const { body } = await get(`/users?${query}`).expect(400);
    expect(body).toEqual({ statusCode: 400, error: 'Bad Request', message: expect.stringMatching(/^(filter|pattern|limit|offset|sort) must /) as string });
    if (!/^(limit|offset|sort)/.test(query)) await get(`/users/count?${query}`).expect(400);
  });

  it('ignores what it does not know', async () => {
    expect(await counted('a[]=1&__proto__[x]=1&a=1&a=2&filter=scope:acme1')).toBe(2);
    expect(await usernames('limit[$gt]=1&filter=scope:acme1')).toEqual(['Zoe', 'adam']);
  });
});

describe('PUT /users/:id', () => {
  const shownNow = async () => (await get(`/users/${annId}`).expect(200)).body as Shown;
  const byThe = (): [string, string] => ['admin', admin.id];

  it('changes the username, which signs in then, and tells it by whom', async () => {
    const before = await shownNow();
    const username = `anna-${serial}`;
    const trail = await traced(app, async () => {
      expect((await put(annId, { username: ` ${username} ` }).expect(200)).body).toEqual({ ...before, username });
    });
    expect(told(trail)).toEqual([['username_changed', ann.id, ...byThe(), {}]]);
    expect(await shownNow()).toEqual({ ...before, username });
    await app.http.post('/user/auth').send({ username, password: ann.password }).expect(200);
  });

  it('gives no username to who gets the own address for one', async () => {
    expect((await put(annId, { username: ann.email.toUpperCase() }).expect(200)).body).toMatchObject({ username: ann.email, email: ann.email });
    expect(await app.db('SELECT username FROM users WHERE id = $1', [ann.id])).toEqual([{ username: null }]);
  });

  it('changes the address: it is not confirmed, what was mailed is dead, and the sessions go on', async () => {
    const cat = await app.given.user({ verified: true });
    const catId = await objectIdOf(cat);
    const own = await tokenFor(cat);
    await app.http.post('/user/forgot-password').send({ email: cat.email }).expect(200);
    const code = tokenOf(await app.mailbox.waitFor(cat.email, { subject: 'Choose a new password' }));
    const email = `New-${cat.email}`;
    const trail = await traced(app, async () => {
      expect((await put(catId, { email: ` ${email} ` }).expect(200)).body).toMatchObject({ email, username: email, isActive: false });
    });
    expect(told(trail)).toEqual([['email_changed', cat.id, ...byThe(), {}]]);
    expect((await get('/user', own).expect(200)).body).toMatchObject({ email, isActive: false });
    await app.http.post('/user/forgot-password/reset').send({ code, password: 'another-1' }).expect(400);
    await signIn(cat).expect(403);
    await signIn({ ...cat, email }).expect(200);

    const confirmation = tokenOf(await app.mailbox.waitFor(email));
    await app.http.post('/v2/users/email-confirmations').send({ token: confirmation, password: cat.password }).expect(204);
    expect((await get(`/users/${catId}`).expect(200)).body).toMatchObject({ isActive: true });
  });

  it('takes a change of the case alone for the same address', async () => {
    const cat = await app.given.user({ verified: true });
    const trail = await traced(app, async () => {
      const { body } = await put(await objectIdOf(cat), { email: cat.email.toUpperCase() }).expect(200);
      expect(body).toMatchObject({ email: cat.email.toUpperCase(), isActive: true });
    });
    expect(trail).toEqual([]);
  });

  it('changes the scopes and ends every session, of every API', async () => {
    const [own, phone] = [await tokenFor(ann), await app.given.session(ann)];
    const trail = await traced(app, async () => {
      expect((await put(annId, { scope: ['helpdesk', 'helpdesk'] }).expect(200)).body).toMatchObject({ scope: ['user', 'helpdesk'] });
    });
    expect(told(trail)).toEqual([
      ['sessions_ended', ann.id, ...byThe(), { ended: 2, reason: 'scopes_changed' }],
      ['account_scopes_set', ann.id, ...byThe(), { scopes: ['user', 'helpdesk'], ended: 2 }],
    ]);
    await get('/user', own).expect(401);
    await phone.get('/v2/users/me').expect(401);

    const again = await tokenFor(ann);
    expect(await traced(app, () => put(annId, { scope: ['helpdesk', 'user'] }).expect(200))).toEqual([]);
    await get('/user', again).expect(200);
  });

  it('sets a password and ends every session', async () => {
    const own = await tokenFor(ann);
    await put(annId, { password: 'abc3' }).expect(400);
    await get('/user', own).expect(200);
    const trail = await traced(app, () => put(annId, { password: 'abc321' }).expect(200));
    expect(trail.map(({ event, actor, actorId }) => [event, actor, actorId])).toEqual([
      ['password_reset', ...byThe()],
      ['sessions_ended', ...byThe()],
    ]);
    await get('/user', own).expect(401);
    await signIn(ann).expect(403);
    await signIn({ ...ann, password: 'abc321' }).expect(200);
  });

  it('replaces the metadata, and takes no other key', async () => {
    const before = await shownNow();
    const own = await tokenFor(ann);
    const others = { id: NOBODY, plan: 'beta', vendor: 'x', isActive: true, created: '2020-01-01T00:00:00Z', disabledAt: null, allowedPrivateComponents: [] };
    expect((await put(annId, { ...others, metadata: { team: 'north' } }).expect(200)).body).toEqual(before);
    expect(await app.db('SELECT metadata FROM users WHERE id = $1', [ann.id])).toEqual([{ metadata: { team: 'north' } }]);
    await get('/user', own).expect(200);
  });

  it('keeps what is absent or null, and takes back what GET has shown', async () => {
    const before = await shownNow();
    const trail = await traced(app, async () => {
      for (const body of [{}, { username: null, email: null, scope: null, metadata: null, password: null }, before]) {
        expect((await put(annId, body).expect(200)).body).toEqual(before);
      }
    });
    expect(trail).toEqual([]);
    const cat = await app.given.user();
    const shown = (await get(`/users/${await objectIdOf(cat)}`).expect(200)).body as Shown;
    const email = `moved-${cat.email}`;
    expect((await put(shown.id, { ...shown, email }).expect(200)).body).toMatchObject({ email, username: email });
  });

  it('takes a form, too', async () => {
    const answer = await app.http
      .put(`/users/${annId}`)
      .set(bearer(token))
      .type('form')
      .send({ username: `form-${serial}` });
    expect([answer.status, (answer.body as Shown).username]).toEqual([200, `form-${serial}`]);
  });

  it.each<[string, object]>([
    ['a username with the address of somebody else', { username: 'other@example.com' }],
    ['a username of 65 characters', { username: 'u'.repeat(65) }],
    ['a blank username', { username: ' ' }],
    ['a username of another type', { username: { $ne: null } }],
    ['a username with a null character', { username: 'a\u0000b' }],
    ['no address', { email: 'nobody' }],
    ['a blank address', { email: '' }],
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
    const { body } = await put(annId, { metadata: { team: 'south' }, ...bad }).expect(400);
    expect(body).toEqual({ statusCode: 400, error: 'Bad Request', message: expect.any(String) as string });
    expect(await storeOf(app)).toEqual(before);
  });

  it('refuses a key that reaches a prototype, and one that comes twice', async () => {
    const before = await storeOf(app);
    for (const body of ['{"__proto__": {"scope": ["admin"]}}', '{"constructor": {"a": 1}}', '{"username": "a", "username": "b"}', '[]', '"x"']) {
      await app.http.put(`/users/${annId}`).set(bearer(token)).set('content-type', 'application/json').send(body).expect(400);
    }
    expect(await storeOf(app)).toEqual(before);
  });

  it('refuses what is taken, in whatever case, and changes nothing else either', async () => {
    const cat = await app.given.user({ username: `cat-${serial}` });
    const own = await tokenFor(ann);
    const before = await shownNow();
    for (const taken of [{ username: `CAT-${serial}` }, { email: cat.email.toUpperCase() }]) {
      const { body } = await put(annId, { ...taken, scope: ['helpdesk'], password: 'abc321' }).expect(409);
      expect(body).toMatchObject({ statusCode: 409, error: 'Conflict' });
    }
    expect(await shownNow()).toEqual(before);
    await get('/user', own).expect(200);
    await signIn(ann).expect(200);
  });

  it('is done by one of 16 who take one username at once', async () => {
    const people = await Promise.all(Array.from({ length: 16 }, () => app.given.user().then(objectIdOf)));
    const answers = await Promise.all(people.map((id) => put(id, { username: `prize-${serial}` })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 15 }, () => 409)]);
  });

  it('of the own account is the person’s own doing', async () => {
    const boss = await app.given.admin();
    const own = await tokenFor(boss);
    const id = await objectIdOf(boss);
    const trail = await traced(app, () => put(id, { username: `boss-${serial}`, scope: [] }, own).expect(200));
    expect(trail.map(({ event, actor, actorId }) => [event, actor, actorId])).toEqual([
      ['username_changed', 'self', null],
      ['sessions_ended', 'self', null],
      ['account_scopes_set', 'self', null],
    ]);
    await get('/users', own).expect(401);
    await get('/users', await tokenFor(boss)).expect(403);
  });

  it('by an admin who is deleted meanwhile changes nothing and is not told of', async () => {
    const boss = await app.given.admin();
    const own = await tokenFor(boss);
    const trail = await traced(app, async () => {
      const gone = `DELETE FROM users WHERE id = '${boss.id}' AND $1::uuid IS NOT NULL`;
      const answer = await changedMeanwhile(app, ann.id, () => put(annId, { username: 'by-a-ghost', scope: ['helpdesk'] }, own), gone);
      expect([answer.status, answer.body]).toEqual([404, NOT_FOUND]);
    });
    expect(trail).toEqual([]);
    expect(await shownNow()).toMatchObject({ username: ann.username, scope: ['user'] });
  });

  it('of an account that is deleted meanwhile finds nobody', async () => {
    const answer = await changedMeanwhile(app, ann.id, () => put(annId, { username: 'nobody' }), 'DELETE FROM users WHERE id = $1');
    expect([answer.status, answer.body]).toEqual([404, NOT_FOUND]);
  });
});

describe('DELETE /users/:id', () => {
  const ticketOf = async (id: string) => ((await remove(id).expect(200)).body as { ticket: string }).ticket;
  const status = (id: string, ticket: string) => get(`/users/${id}/delete-status/${ticket}`);
  const COMPLETED = { status: 'completed', stepsDone: 1, stepsTotal: 1 };

  it('erases the account at once and gives a ticket to ask with', async () => {
    const own = await tokenFor(ann);
    const { body } = await remove(annId).expect(200);
    expect(body).toEqual({ ticket: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) as string });
    expect((await status(annId, (body as { ticket: string }).ticket).expect(200)).body).toEqual(COMPLETED);
    expect((await get('/user', own).expect(404)).body).toEqual(NOT_FOUND);
    await signIn(ann).expect(403);
    await get(`/users/${annId}`).expect(404);
    await remove(annId).expect(404);
    expect(await app.db('SELECT FROM sessions WHERE user_id = $1', [ann.id])).toEqual([]);
  });

  it('is in the trail with the admin, and without the person', async () => {
    const trail = await traced(app, () => remove(annId).expect(200));
    expect(trail.map(({ event, actor, actorId, api }) => [event, actor, actorId, api])).toEqual([['account_deleted', 'admin', admin.id, 'appmixer']]);
    expect(trail[0]!.subject).not.toBe(ann.id);
  });

  it('gives nobody a ticket that was guessed, is another’s, or is of an account that lives', async () => {
    const cat = await app.given.user();
    const catId = await objectIdOf(cat);
    const ticket = await ticketOf(annId);
    const another = await ticketOf(catId);
    const guesses = ['', 'null', '%00', another, ann.id, '00000000-0000-8000-8000-000000000000', `${ticket}0`, ticket.slice(1), 'x'.repeat(9_000)];
    for (const guess of guesses) await status(annId, guess).expect(404);
    await status(catId, ticket).expect(404);
    await status(NOBODY, ticket).expect(404);
    await status(annId.toUpperCase(), ticket.toUpperCase()).expect(200);
    const dan = await objectIdOf(await app.given.user());
    for (const guess of [ticket, another]) await status(dan, guess).expect(404);
  });

  it('gives a ticket that another instance knows, also one that starts later', async () => {
    const ticket = await ticketOf(annId);
    const second = await startApp({ THROTTLE: 'off', DATABASE_URL: app.databaseUrl });
    try {
      const answer = await second.http.get(`/users/${annId}/delete-status/${ticket}`).set(bearer(token)).expect(200);
      expect(answer.body).toEqual(COMPLETED);
    } finally {
      await second.close();
    }
  });

  it('succeeds for one of 8 callers at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => remove(annId)));
    expect(answers.map(({ status: given }) => given).sort()).toEqual([200, ...Array.from({ length: 7 }, () => 404)]);
  });

  it('of the own account is the person’s own doing', async () => {
    const boss = await app.given.admin();
    const own = await tokenFor(boss);
    const id = await objectIdOf(boss);
    const trail = await traced(app, () => remove(id, own).expect(200));
    expect(trail.map(({ event, actor, actorId }) => [event, actor, actorId])).toEqual([['account_deleted', 'self', null]]);
    await get('/users', own).expect(404);
  });

  it('by an admin who is deleted meanwhile deletes nobody', async () => {
    const boss = await app.given.admin();
    const own = await tokenFor(boss);
    const gone = `DELETE FROM users WHERE id = '${boss.id}' AND $1::uuid IS NOT NULL`;
    const answer = await changedMeanwhile(app, ann.id, () => remove(annId, own), gone);
    expect([answer.status, answer.body]).toEqual([404, NOT_FOUND]);
    await get(`/users/${annId}`).expect(200);
  });

  it('by two admins of each other leaves one of them', async () => {
    const pair = await Promise.all([app.given.admin(), app.given.admin()]);
    const [one, two] = await Promise.all(pair.map(async (person) => ({ own: await tokenFor(person), id: await objectIdOf(person) })));
    const answers = await Promise.all([remove(two!.id, one!.own), remove(one!.id, two!.own)]);
    const statuses = answers.map(({ status: given }) => given).sort();
    expect([[200, 404].join(), [200, 503].join()]).toContain(statuses.join());
    expect(await app.db('SELECT FROM users WHERE id = ANY ($1)', [pair.map(({ id }) => id)])).toHaveLength(1);
  });
});

test('the least of it works behind API_USER_CREATE_SCOPE, too', async () => {
  const closed = await startApp({ THROTTLE: 'off', API_USER_CREATE_SCOPE: 'clerk' });
  try {
    const clerk = await closed.given.user({ scopes: ['user', 'clerk'] });
    const { body } = await closed.http.post('/user/auth').send({ email: clerk.email, password: clerk.password }).expect(200);
    // Who may create accounts may not list them for that.
    await closed.http
      .get('/users')
      .set(bearer((body as { token: string }).token))
      .expect(403);
  } finally {
    await closed.close();
  }
});
