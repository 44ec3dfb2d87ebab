import { AppmixerAdmin } from '../support/appmixer-admin';
import { startApp, type TestApp } from '../support/app';

let app: TestApp;
let admin: AppmixerAdmin;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
  admin = await AppmixerAdmin.of(app);
});
afterAll(() => app?.close());

describe('GET /users', () => {
  const mark = 'list.example';
  const names = ['Zoe', 'adam', 'Bea_1', 'bea%2', String.raw`be\a3`];
  const usernames = async (query: string) => (await admin.list(query)).map(({ username }) => username);
  beforeAll(async () => {
    for (const [i, username] of names.entries()) {
      await app.given.user({ username, email: `person${i}@${mark}`, scopes: i < 2 ? ['user', 'acme1'] : ['user', 'acme10'] });
    }
    // Two at one moment, so that the tie is broken.
    await app.db(`UPDATE users SET created_at = '2020-01-01T00:00:00Z' WHERE email IN ('person3@${mark}', 'person4@${mark}')`);
  });

  it('lists everybody once, page by page, whatever the order', async () => {
    const all = await admin.count('');
    for (const sort of ['created:1', 'created:-1', 'username:1', 'username:-1', 'email:1', 'email:-1']) {
      const seen: string[] = [];
      for (let offset = 0; offset < all; offset += 3) seen.push(...(await admin.list(`sort=${sort}&limit=3&offset=${offset}`)).map(({ id }) => id));
      expect([sort, seen.length, new Set(seen).size]).toEqual([sort, all, all]);
    }
    expect(await admin.list(`offset=${all}`)).toEqual([]);
    expect(await admin.list('offset=999999999')).toEqual([]);
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
    expect([await admin.count('filter=scope:acme1'), await admin.count('filter=scope:acme10&pattern=bea'), await admin.count(`pattern=${mark}`)]).toEqual([
      2, 2, 5,
    ]);
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
    const shown = (await admin.list(`pattern=${pattern}`)).filter(({ email }) => email.endsWith(mark)).map(({ username }) => username);
    expect(shown).toEqual(expected);
    expect(await admin.count(`pattern=${pattern}&filter=scope:acme1`)).toBe(expected.filter((name) => name === 'Zoe' || name === 'adam').length);
  });

  it('gives a hundred where nobody says how many', async () => {
    await app.db(
      `INSERT INTO users (id, object_id, email, scopes, created_at, updated_at)
        SELECT gen_random_uuid(), lpad(to_hex(n), 24, '0'), 'crowd' || n || '@crowd.example', '{user,crowd}', now(), now() FROM generate_series(1, 101) AS n`,
    );
    expect((await admin.list('filter=scope:crowd')).length).toBe(100);
    expect((await admin.list('filter=scope:crowd&limit=100&offset=100')).length).toBe(1);
    await app.db(`DELETE FROM users WHERE email LIKE '%@crowd.example'`);
  });

  const both = ['filter=x', 'filter=scope:', 'filter=scope:Admin', 'filter=scope:a,b', 'filter=password:x', 'filter=scope:a&filter=scope:b'];
  const patterns = ['pattern=%00', 'pattern=a%0Ab', 'pattern=a&pattern=b', `pattern=${'p'.repeat(255)}`];
  const pages = ['limit=0', 'limit=101', 'limit=-1', 'limit=1.5', 'limit=ten', 'limit=1&limit=2', 'limit=0x10', `limit=${'9'.repeat(400)}`];
  const offsets = ['offset=-1', 'offset=1000000000', 'offset=1e3', 'offset=0&offset=1'];
  const sorts = ['password:1', 'hash:1', 'created', 'created:0', 'created:-1,email:1', 'created_at:1', 'id:1', 'constructor:1', 'created:1;DROP TABLE users']
    .map(encodeURIComponent)
    .map((sort) => `sort=${sort}`);

  it.each([...both, ...patterns, ...pages, ...offsets, ...sorts, 'sort=created:1&sort=email:1'])('48: refuses %.60s', async (query) => {
    const { body } = await admin.get(`/users?${query}`).expect(400);
    expect(body).toEqual({ statusCode: 400, error: 'Bad Request', message: expect.stringMatching(/^(filter|pattern|limit|offset|sort) must /) as string });
    if (!/^(limit|offset|sort)/.test(query)) await admin.get(`/users/count?${query}`).expect(400);
  });

  it('takes a blank parameter for an absent one, as the route is printed', async () => {
    for (const blank of ['', '%20']) {
      const query = ['limit', 'offset', 'sort', 'filter', 'pattern'].map((name) => `${name}=${blank}`).join('&');
      expect(await admin.list(query)).toEqual(await admin.list(''));
      expect(await admin.count(query)).toBe(await admin.count(''));
    }
  });

  it('ignores what it does not know', async () => {
    expect(await admin.count('a[]=1&__proto__[x]=1&a=1&a=2&filter=scope:acme1')).toBe(2);
    expect(await usernames('limit[$gt]=1&filter=scope:acme1')).toEqual(['Zoe', 'adam']);
  });
});
