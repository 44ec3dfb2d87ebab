import { decode } from 'jsonwebtoken';
import { startApp, type TestApp } from '../support/app';
import { latchkey, resultOf } from '../support/cli';
import { withinEverywhere } from '../support/everywhere';
import { readMe } from '../support/pair';

const CREDENTIALS = { email: 'ann@example.com', password: 'correct horse battery' };

interface ListedKey {
  readonly kid: string;
  readonly purpose: string;
  readonly state: string;
  readonly retiredAt: string | null;
}

interface RotatedKey {
  readonly kid: string;
  readonly purpose: string;
  readonly publishedAt: string | null;
  readonly next: string | null;
  readonly note: string;
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
  const rotate = async () => resultOf(await latchkey(app.settings, 'keys', 'rotate'))['rotated'] as RotatedKey[];
  const tokenFrom = async (path: string, body: object, field: string) =>
    String(((await app.http.post(path).send(body).expect(200)).body as Record<string, unknown>)[field]);
  const native = () => tokenFrom('/v2/auth/sign-in', CREDENTIALS, 'accessToken');
  const legacy = () => tokenFrom('/v1/signin', CREDENTIALS, 'token');
  const published = async () => ((await app.http.get('/.well-known/jwks.json').expect(200)).body as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);

  it('list every key, and nothing of the keys themselves', async () => {
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;
    const key = (purpose: string, algorithm: string, state = 'current') => ({
      kid: expect.stringMatching(/^[\w-]{16}$/) as string,
      purpose,
      algorithm,
      state,
      createdAt: time,
      activatedAt: state === 'next' ? null : time,
      retiredAt: null,
    });
    const keys = await list();
    expect(keys).toHaveLength(4);
    expect(keys).toEqual(expect.arrayContaining([key('access', 'ES256'), key('access', 'ES256', 'next'), key('legacy', 'HS256'), key('fingerprint', 'HS256')]));
    expect(keys.find(({ purpose, state }) => purpose === 'access' && state === 'current')?.kid).toBe(kidOf(await native()));
  });

  it('rotate: the server signs with the new keys at once, and what the old ones have signed stays good', async () => {
    const [old, oldLegacy] = [await native(), await legacy()];
    const [next] = (await list()).filter(({ state }) => state === 'next');
    const rotated = await rotate();
    expect(rotated.map(({ purpose }) => purpose)).toEqual(['access', 'legacy']);
    const [access, mixapp] = rotated.map(({ kid }) => kid);
    expect(access).toBe(next!.kid);
    await withinEverywhere(app, 1_000, async () => expect(kidOf(await native())).toBe(access));
    expect(kidOf(await legacy())).toBe(mixapp);
    expect((await published()).sort()).toEqual([kidOf(old), access, rotated[0]!.next].sort());
    await readMe(app, old).expect(200);
    await readMe(app, await native()).expect(200);
    const { body } = await app.http.post('/v1/update').set('x-auth-token', oldLegacy).send({}).expect(200);
    expect(body).toHaveProperty('user');
  });

  it('discard: beside a running server every token is dead at once, people sign in again, and the trail tells who did it', async () => {
    const [old, oldLegacy] = [await native(), await legacy()];
    await readMe(app, old).expect(200);
    await app.http
      .post('/v1/update')
      .set('x-auth-token', oldLegacy)
      .send({})
      .expect(({ body }) => expect(body).toHaveProperty('user'));
    const before = (await list()).map(({ kid }) => kid);
    const outcome = resultOf(await latchkey(app.settings, 'keys', 'discard', '--all'));
    expect(outcome).toEqual({ discarded: before.length, key: expect.stringMatching(/^[\w-]{16}$/) as string });
    await withinEverywhere(app, 1_000, async () => {
      await readMe(app, old).expect(401);
      await app.http
        .post('/v1/update')
        .set('x-auth-token', oldLegacy)
        .send({})
        .expect(({ body }) => expect(body).not.toHaveProperty('user'));
      expect(kidOf(await native())).toBe(outcome['key']);
    });
    await readMe(app, await native()).expect(200);
    const after = await list();
    expect(after.map(({ purpose, state }) => `${purpose} ${state}`).sort()).toEqual(['access current', 'access next', 'fingerprint current', 'legacy current']);
    expect(after.filter(({ kid }) => before.includes(kid))).toEqual([]);
    expect(await app.db(`SELECT actor, outcome, facts FROM audit_events WHERE event = 'keys_discarded'`)).toEqual([
      { actor: 'operator', outcome: 'success', facts: outcome },
    ]);
  });

  it('discard asks for --all, and does nothing without it', async () => {
    const before = await list();
    expect(await latchkey(app.settings, 'keys', 'discard')).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('--all') as string });
    expect(await list()).toEqual(before);
  });

  it('rotate again and again; the list says since when a key signs no more', async () => {
    const [first] = await rotate();
    const rotated = await rotate();
    expect(rotated[0]!.kid).toBe(first!.next);
    const keys = await list();
    expect(keys).toHaveLength(8);
    const signing = keys.filter(({ purpose, state }) => purpose !== 'fingerprint' && state === 'current').map(({ kid }) => kid);
    expect(signing.sort()).toEqual(rotated.map(({ kid }) => kid).sort());
    const retired = keys.filter(({ retiredAt }) => retiredAt !== null);
    expect(retired).toHaveLength(4);
    for (const { retiredAt } of retired) expect(retiredAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('rotate says whether other services have had time to hear of the key that signs now', async () => {
    await app.db(`UPDATE signing_keys SET created_at = created_at - interval '1 hour'`);
    const [known, legacy] = await rotate();
    expect(known).toMatchObject({ publishedAt: expect.any(String) as string, note: expect.stringMatching(/published for 6\d minutes\.$/) as string });
    expect(legacy).toMatchObject({ publishedAt: null, next: null });
    const [hasty] = await rotate();
    expect(hasty!.note).toMatch(/published for 0 minutes: a verifier that fetched the JWKS before refuses its tokens until it fetches again/);
  });
});
