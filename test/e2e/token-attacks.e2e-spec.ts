import { createServer } from 'node:http';
import { createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { KeyRing } from '../../src/tokens/key-ring';
import { startApp, type TestApp } from '../support/app';
import type { Device } from '../support/factories';
import { es256Jwt, hs256Jwt, type JwtPart, readJwt, unsignedJwt } from '../support/jwt';
import { queriesOf } from '../support/queries';
import { TokenDoor } from '../support/token-door';

const ES256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });

let app: TestApp;
let ring: KeyRing;
let door: TokenDoor;
let phone: Device;
/** Of a good token: what every attack starts from. */
let header: JwtPart;
let claims: JwtPart;

beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
  ring = app.app.get(KeyRing, { strict: false });
  door = await TokenDoor.of(app);
  phone = await app.given.session(await app.given.user());
  ({ header, claims } = readJwt(phone.accessToken));
});
afterAll(() => app?.close());

const read = (token: string) => door.read(token);
const expectRefused = (token: string) => door.expectRefused(token);
const realKey = () => ring.current('access').signing;

it('the same claims signed anew with the real key open the session: whatever is refused below is refused for its own fault', async () => {
  await read(es256Jwt(header, claims, realKey())).expect(200);
  await read(es256Jwt({ ...header, jku: 'https://evil.example/jwks.json', x5u: 'https://evil.example/x5u' }, claims, realKey())).expect(200);
});

describe('a token whose header chooses how it is verified (RFC 8725, 2.1; ASVS 9.1.1)', () => {
  it.each(['none', 'None', 'NONE', 'nOnE', '', null, undefined, 'ES256'])('is refused without a signature: alg %s', async (alg) => {
    const text = unsignedJwt({ ...header, alg }, claims);
    for (const token of [`${text}.`, `${text}.AA`, text]) await expectRefused(token);
    if (alg !== 'ES256') await expectRefused(`${text}.${phone.accessToken.split('.')[2]}`);
  });

  it.each([
    ['PEM', (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString()],
    ['PEM without the last line break', (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString().trim()],
    ['DER', (key: KeyObject) => key.export({ type: 'spki', format: 'der' })],
    ['JWK', (key: KeyObject) => JSON.stringify(key.export({ format: 'jwk' }))],
    ['x coordinate', (key: KeyObject) => Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url')],
  ])('is refused with the public key as the secret of an HMAC: %s', async (_, secretOf) => {
    const [jwk] = ((await app.http.get('/.well-known/jwks.json').expect(200)).body as { keys: JsonWebKey[] }).keys;
    const secret = secretOf(createPublicKey({ key: jwk!, format: 'jwk' }));
    for (const alg of ['HS256', 'ES256']) await expectRefused(hs256Jwt({ ...header, alg }, claims, secret));
    await expectRefused(hs256Jwt({ ...header, alg: 'HS256', typ: 'JWT', kid: ring.current('legacy').id }, claims, secret));
  });

  it.each(['ES384', 'RS256', 'PS256', 'HS256', 'HS512', 'EdDSA', 'es256'])('is refused with a good signature under another name: %s', async (alg) => {
    await expectRefused(es256Jwt({ ...header, alg }, claims, realKey()));
  });

  const TYPES = ['JWT', 'at+jwt ', 'application/at+jwt', 'logout+jwt', '', null, undefined, 5];
  it.each(TYPES)('is refused with a good signature for another purpose: typ %s (RFC 8725, 3.11)', async (typ) => {
    await expectRefused(es256Jwt({ ...header, typ }, claims, realKey()));
  });

  it('is refused with a key that it brings along, and nothing is fetched (RFC 8725, 3.10)', async () => {
    const asked: (string | undefined)[] = [];
    const jwk = { ...ES256.publicKey.export({ format: 'jwk' }), kid: 'mine', alg: 'ES256', use: 'sig' };
    const evil = createServer((request, response) => {
      asked.push(request.url);
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk, { ...jwk, kid: header['kid'] }] }));
    });
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(evil.address() as AddressInfo).port}/jwks.json`;
    const x5c = [ES256.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')];
    for (const kid of [header['kid'], 'mine', url, undefined]) {
      for (const brought of [{ jku: url }, { jwk }, { x5u: url }, { x5c }, { jku: url, jwk, x5u: url, x5c }, {}]) {
        await expectRefused(es256Jwt({ ...header, ...brought, kid }, claims, ES256.privateKey));
      }
    }
    await new Promise((resolve) => evil.close(resolve));
    expect(asked).toEqual([]);
  });

  it('is refused whatever its kid is made to name (CVE-2018-0114; PortSwigger’s kid tricks)', async () => {
    const own = String(header['kid']);
    const kids = [
      undefined,
      null,
      5,
      true,
      {},
      [],
      [own],
      { kid: own },
      '',
      ' ',
      '../../../../../../dev/null',
      '/dev/null',
      'file:///dev/null',
      "' OR '1'='1",
      "x' UNION SELECT 'AA==' --",
      '1; DROP TABLE signing_keys',
      '| sleep 5',
      '__proto__',
      'constructor',
      'toString',
      `${own}\u0000`,
      `${own} `,
      ` ${own}`,
      own.slice(1),
      `${own}%00`,
      `${own.toUpperCase()}_`,
      'k'.repeat(2_000),
    ];
    for (const kid of kids) {
      await expectRefused(es256Jwt({ ...header, kid }, claims, realKey()));
      for (const secret of ['', '\0', 'AA==']) await expectRefused(hs256Jwt({ ...header, alg: 'HS256', typ: 'JWT', kid }, claims, secret));
    }
    await read(phone.accessToken).expect(200);
  });

  it('is refused under the kid of another key of the ring, even with that key', async () => {
    const [legacy, fingerprint] = [ring.current('legacy'), ring.current('fingerprint')];
    for (const { id: kid, signing } of [legacy, fingerprint]) {
      for (const typ of ['at+jwt', 'JWT']) {
        await expectRefused(es256Jwt({ ...header, typ, kid }, claims, realKey()));
        await expectRefused(hs256Jwt({ ...header, typ, kid, alg: 'HS256' }, claims, signing));
        await expectRefused(hs256Jwt({ ...header, typ, alg: 'HS256' }, claims, signing));
      }
    }
    const ofMixapp = { ...claims, iss: undefined, aud: `${ring.issuer}#mixapp`, gen: 0 };
    await expectRefused(hs256Jwt({ alg: 'HS256', typ: 'JWT', kid: fingerprint.id }, ofMixapp, fingerprint.signing));
    await expectRefused(es256Jwt(header, ofMixapp, realKey()));
  });

  it('costs no query each: unknown kids make the ring be read at most every five seconds', async () => {
    const token = (i: number) => es256Jwt({ ...header, kid: `unknown-${i}` }, claims, ES256.privateKey);
    const asked = await queriesOf(() => Promise.all(Array.from({ length: 50 }, (_, i) => read(token(i)).expect(401))));
    expect(asked.slice(2)).toEqual([]);
  });
});

describe('a token that is not what was signed', () => {
  it('is refused', async () => {
    const [head = '', body = '', signature = ''] = phone.accessToken.split('.');
    const raised = Buffer.from(JSON.stringify({ ...claims, scope: 'user admin' })).toString('base64url');
    const zeros = Buffer.alloc(64).toString('base64url');
    const notJson = Buffer.from('no json').toString('base64url');
    const forms = [
      `${head}.${raised}.${signature}`,
      `${head}.${body}.${zeros}`,
      `${head}.${body}.${signature.slice(0, -4)}AAAA`,
      `${head}.${body}`,
      `${head}.${body}.${signature}.${signature}`,
      `${head}..${signature}`,
      `${head}.${body}.${signature}.x.y`,
      `.${body}.${signature}`,
      `${notJson}.${body}.${signature}`,
      `${Buffer.from('{"alg":"ES256","typ":"JWT"}').toString('base64url')}.${notJson}.${signature}`,
      'x',
      'a.b.c',
      '..',
    ];
    for (const token of forms) await expectRefused(token);
    await expectRefused(es256Jwt(header, claims, realKey(), 'der'));
    await expectRefused(es256Jwt(header, claims, ES256.privateKey));
  });

  it('is looked for in its header alone (RFC 6750, 5.3; ASVS 14.2.1)', async () => {
    const { accessToken } = phone;
    await app.http.get(`/v2/users/me?access_token=${accessToken}&token=${accessToken}`).expect(401);
    await app.http.get('/v2/users/me').set('cookie', `access_token=${accessToken}; token=${accessToken}`).expect(401);
    await app.http.post('/v2/auth/sign-out').type('form').send({ access_token: accessToken }).expect(401);
    const twice = [`Bearer ${accessToken} ${accessToken}`, `Bearer ${accessToken}, Bearer ${accessToken}`];
    for (const value of [accessToken, `Basic ${accessToken}`, ...twice, 'Bearer', 'Bearer ']) {
      await app.http.get('/v2/users/me').set('authorization', value).expect(401);
    }
  });
});
