import { decode } from 'jsonwebtoken';
import { startApp, type TestApp } from '../support/app';
import { latchkey, resultOf } from '../support/cli';
import { readMe } from '../support/pair';
import { within } from '../support/within';

const CREDENTIALS = { email: 'ann@example.com', password: 'correct horse battery' };

interface ListedKey {
  readonly kid: string;
  readonly purpose: string;
  readonly retiredAt: string | null;
}

const kidOf = (token: string) => decode(token, { complete: true })?.header.kid;

describe('the commands for signing keys, beside a running server', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startApp({ THROTTLE: 'off' });
    await app.http.post('/v2/users').send(CREDENTIALS).expect(201);
  });
  afterEach(() => app?.close());

  const list = async () => resultOf(await latchkey(app.settings, 'keys', 'list'))['keys'] as ListedKey[];
  const rotate = async () => resultOf(await latchkey(app.settings, 'keys', 'rotate'));
  const tokenFrom = async (path: string, body: object, field: string) =>
    String(((await app.http.post(path).send(body).expect(200)).body as Record<string, unknown>)[field]);
  const native = () => tokenFrom('/v2/auth/sign-in', CREDENTIALS, 'accessToken');
  const legacy = () => tokenFrom('/v1/signin', CREDENTIALS, 'token');
  const published = async () => ((await app.http.get('/.well-known/jwks.json').expect(200)).body as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);

  it('list every key, and nothing of the keys themselves', async () => {
    const key = (purpose: string, algorithm: string) => ({
      kid: expect.stringMatching(/^[\w-]{16}$/) as string,
      purpose,
      algorithm,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      retiredAt: null,
    });
    const keys = await list();
    expect(keys).toHaveLength(3);
    expect(keys).toEqual(expect.arrayContaining([key('access', 'ES256'), key('legacy', 'HS256'), key('fingerprint', 'HS256')]));
    expect(keys.find(({ purpose }) => purpose === 'access')?.kid).toBe(kidOf(await native()));
  });

  it('rotate: the server signs with the new keys at once, and what the old ones have signed stays good', async () => {
    const [old, oldLegacy] = [await native(), await legacy()];
    const { made } = (await rotate()) as { made: { kid: string; purpose: string }[] };
    expect(made.map(({ purpose }) => purpose)).toEqual(['access', 'legacy']);
    const [access, mixapp] = made.map(({ kid }) => kid);
    await within(1_000, async () => expect(kidOf(await native())).toBe(access));
    expect(kidOf(await legacy())).toBe(mixapp);
    expect(await published()).toEqual([kidOf(old), access]);
    await readMe(app, old).expect(200);
    await readMe(app, await native()).expect(200);
    const { body } = await app.http.post('/v1/update').set('x-auth-token', oldLegacy).send({}).expect(200);
    expect(body).toHaveProperty('user');
  });

  it('rotate again and again; the list says since when a key signs no more', async () => {
    await rotate();
    const { made } = (await rotate()) as { made: { kid: string }[] };
    const keys = await list();
    expect(keys).toHaveLength(7);
    const signing = keys.filter(({ purpose, retiredAt }) => purpose !== 'fingerprint' && retiredAt === null).map(({ kid }) => kid);
    expect(signing.sort()).toEqual(made.map(({ kid }) => kid).sort());
    const retired = keys.filter(({ retiredAt }) => retiredAt !== null);
    expect(retired).toHaveLength(4);
    for (const { retiredAt } of retired) expect(retiredAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });
});
