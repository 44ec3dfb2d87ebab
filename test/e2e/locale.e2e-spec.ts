import { startApp, type TestApp } from '../support/app';

const PASSWORD = 'Right-Horse-1-Staple';

/** How each API registers somebody: its route, and what it asks for. */
const DOORS = [
  { api: 'native', path: '/v2/users', body: (email: string) => ({ email, password: PASSWORD }) },
  { api: 'mixapp', path: '/v1/signup', body: (email: string) => ({ email, name: 'Ann Lee' }) },
  { api: 'uprogress', path: '/api/v1/registrations', body: (email: string) => ({ user: { email, password: PASSWORD, authorization: { platform: 'iOS' } } }) },
  { api: 'amadis', path: '/api/user/v1/register', body: (email: string) => ({ email, password: PASSWORD, name: 'Ann' }) },
  { api: 'appmixer', path: '/user', body: (email: string) => ({ username: email, password: 'abc321' }) },
];

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
});
afterAll(() => app?.close());

const register = ({ path, body }: (typeof DOORS)[number], email: string, language?: string) =>
  app.http
    .post(path)
    .set(language === undefined ? {} : { 'accept-language': language })
    .send(body(email));

async function localeOf(email: string): Promise<unknown> {
  const [row] = await app.db<{ locale: unknown }>('SELECT locale FROM users WHERE email = $1', [email]);
  return row?.locale;
}

describe.each(DOORS)('the language of an account made through $api', (door) => {
  it('is what the request prefers', async () => {
    const answer = await register(door, `de@${door.api}.example.com`, 'nl, de-AT;q=0.9, en;q=0.8');
    expect(answer.status).toBeLessThan(202);
    expect(await localeOf(`de@${door.api}.example.com`)).toBe('de');
    if (door.api !== 'native') expect(JSON.stringify(answer.body)).not.toContain('locale');
  });

  it.each([
    ['absent', undefined],
    ['any', '*'],
    ['other', 'nl, sv;q=0.9'],
    ['braces', '{{7*7}}'],
    ['commas', ','.repeat(4000)],
    ['weights', 'a;q='.repeat(1000)],
  ])('is unknown where the header is %s', async (what, language) => {
    const email = `${what}@${door.api}.example.com`;
    expect((await register(door, email, language)).status).toBeLessThan(202);
    expect(await localeOf(email)).toBeNull();
  });
});

describe('locale at /v2/users/me', () => {
  it('is shown, changed and cleared', async () => {
    const phone = await app.given.session(await app.given.user());
    for (const locale of ['de', 'zh', null]) {
      const { body } = await phone.patch('/v2/users/me').send({ locale }).expect(200);
      expect(body).toMatchObject({ locale });
      expect((await phone.get('/v2/users/me').expect(200)).body).toMatchObject({ locale });
    }
  });

  it.each([
    ['it', 'not_offered'],
    ['DE', 'not_offered'],
    ['de-AT', 'not_offered'],
    ['', 'not_offered'],
    ['__proto__', 'not_offered'],
    [['de'], 'not_text'],
    [1, 'not_text'],
  ])('refuses %j, and changes nothing', async (locale, code) => {
    const phone = await app.given.session(await app.given.user());
    const { body } = await phone.patch('/v2/users/me').send({ locale, location: 'Oslo' }).expect(400);
    expect(body).toMatchObject({ code: 'invalid_input', errors: [{ field: 'locale', code, message: expect.any(String) as string }] });
    expect((await phone.get('/v2/users/me').expect(200)).body).toMatchObject({ locale: null, location: null });
  });
});
