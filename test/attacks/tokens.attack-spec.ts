import { BearerTokens } from '../../src/tokens/bearer-tokens';
import { KeyRing } from '../../src/tokens/key-ring';
import { startApp, type TestApp } from '../support/app';
import type { Device, Person } from '../support/factories';
import { es256Jwt, hs256Jwt, type JwtPart, readJwt, unsignedJwt } from '../support/jwt';
import { enter, SESSION_DOORS } from '../support/session-doors';

let app: TestApp;
let ann: Person;
let eve: Person;
let phone: Device;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
  [ann, eve] = [await app.given.user(), await app.given.user()];
  phone = await app.given.session(ann);
});
afterAll(() => app?.close());

const ring = () => app.app.get(KeyRing, { strict: false });

/** Access tokens have tests of their own, with every trick there is: token-attacks and token-claims. */
describe.each(SESSION_DOORS.filter(({ api }) => api !== 'native').map((door) => [door.api, door] as const))('a token of %s', (api, door) => {
  let token: string;
  let header: JwtPart;
  let claims: JwtPart;
  beforeAll(async () => {
    token = await enter(door, app, ann);
    ({ header, claims } = readJwt(token));
  });
  afterEach(async () => expect(door.letIn(await door.call(app, token))).toBe(true));

  async function expectRefused(...tokens: string[]): Promise<void> {
    for (const refused of tokens) expect([refused, door.letIn(await door.call(app, refused))]).toEqual([refused, false]);
  }

  const signed = (change: JwtPart, head: JwtPart = {}) => hs256Jwt({ ...header, ...head }, { ...claims, ...change }, ring().current('legacy').signing);

  it('38: is taken when it is signed anew as it was: what is refused below is refused for its own fault', async () => {
    expect(door.letIn(await door.call(app, signed({})))).toBe(true);
  });

  it('38: is refused without a signature, under another algorithm, or with a key that it names or brings', async () => {
    const legacy = ring().current('legacy').signing;
    const access = ring().current('access');
    const publicKey = JSON.stringify(access.signing.export({ format: 'jwk' }));
    const unsigned = ['none', 'None', 'nOnE', '', undefined].map((alg) => `${unsignedJwt({ ...header, alg }, claims)}.`);
    const tricks = [
      { kid: '../../dev/null' },
      { kid: undefined },
      { kid: "' OR 1=1 --" },
      { kid: access.id },
      { jku: 'https://evil.example/jwks.json', kid: 'evil' },
    ];
    await expectRefused(
      ...unsigned,
      `${token.split('.').slice(0, 2).join('.')}.`,
      ...tricks.map((trick) => hs256Jwt({ ...header, ...trick }, claims, '')),
      hs256Jwt({ ...header, jwk: { kty: 'oct', k: 'AAAA' } }, claims, Buffer.from('AAAA', 'base64url')),
      hs256Jwt(header, claims, publicKey),
      hs256Jwt({ ...header, alg: 'HS512' }, claims, legacy),
      es256Jwt({ ...header, alg: 'ES256', kid: access.id }, claims, access.signing),
      signed({}, { typ: 'at+jwt' }),
    );
  });

  it('39: is no refresh token, and none of another kind or API stands in for it', async () => {
    const others = await Promise.all(SESSION_DOORS.filter((other) => other !== door).map((other) => enter(other, app, ann)));
    await expectRefused(phone.refreshToken, phone.sessionId, ...others);
    await app.http.post('/v2/auth/refresh').send({ refreshToken: token }).expect(401);
    for (const other of SESSION_DOORS.filter((candidate) => candidate !== door)) expect(other.letIn(await other.call(app, token))).toBe(false);
  });

  it('40: is refused for another audience or none, without an end, past it, or before its time', async () => {
    const now = app.clock.seconds();
    const audienceOf = (name: 'native' | 'mixapp' | 'uprogress' | 'appmixer') => app.app.get(BearerTokens, { strict: false }).audienceOf(name);
    const foreign = (['native', 'mixapp', 'uprogress', 'appmixer'] as const).filter((name) => name !== api).map(audienceOf);
    await expectRefused(
      ...foreign.map((aud) => signed({ aud })),
      ...[undefined, null, '', [audienceOf('native')], 'https://evil.example'].map((aud) => signed({ aud })),
      ...[undefined, null, 'never', now - 1, 0].map((exp) => signed({ exp })),
      signed({ nbf: now + 600 }),
    );
  });

  it('40: is refused for another person’s session, another generation, or claims that are missing', async () => {
    const { claims: hers } = readJwt(await enter(door, app, eve));
    await expectRefused(signed({ sid: hers['sid'] }), signed({ sub: hers['sub'] }), signed({ gen: 7 }));
    await expectRefused(...['sub', 'sid', 'jti'].flatMap((claim) => [undefined, null, {}, 5.5].map((value) => signed({ [claim]: value }))));
  });

  it('38: is refused when anything in it was altered', async () => {
    const [head = '', body = '', mac = ''] = token.split('.');
    const richer = Buffer.from(JSON.stringify({ ...claims, scope: ['user', 'admin'], id: 1 })).toString('base64url');
    const flipped = `${mac.startsWith('A') ? 'B' : 'A'}${mac.slice(1)}`;
    await expectRefused(
      `${head}.${richer}.${mac}`,
      `${head}.${body}.${flipped}`,
      `${head}.${body}`,
      `${token}.x`,
      token.slice(0, -5),
      `${body}.${head}.${mac}`,
    );
  });
});
