import { createHmac, createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject, randomBytes } from 'node:crypto';
import { decode, type JwtHeader, type JwtPayload, sign, verify } from 'jsonwebtoken';
import { KeyRing } from '../../src/tokens/key-ring';
import { startApp, type TestApp } from '../support/app';
import type { Device, Person } from '../support/factories';

type Claims = Record<string, unknown>;
type Header = Record<string, unknown>;

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

describe('an access token', () => {
  let app: TestApp;
  let person: Person;
  let phone: Device;
  let header: JwtHeader;
  let claims: JwtPayload;
  let jwk: JsonWebKey & { kid: string };
  let signing: KeyObject;
  beforeAll(async () => {
    app = await startApp();
    person = await app.given.user();
    phone = await app.given.session(person);
    ({ header, payload: claims } = decode(phone.accessToken, { complete: true }) as { header: JwtHeader; payload: JwtPayload });
    const { body } = await app.http.get('/.well-known/jwks.json').expect(200);
    jwk = (body as { keys: (JsonWebKey & { kid: string })[] }).keys[0]!;
    signing = app.app.get(KeyRing, { strict: false }).current('access').signing;
  });
  afterAll(() => app?.close());

  const present = (token: string) => app.http.get('/v2/users/me').set('authorization', `Bearer ${token}`);
  const own = (changes: Claims, headerChanges: Header = {}, key = signing) =>
    sign({ ...claims, ...changes }, key, { algorithm: 'ES256', header: { ...header, ...headerChanges } as JwtHeader, noTimestamp: true });
  const hmac = (key: string | Buffer, headerChanges: Header = {}) => {
    const signed = `${encode({ ...header, alg: 'HS256', ...headerChanges })}.${encode(claims)}`;
    return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
  };

  async function refused(token: string, code = 'token_invalid'): Promise<void> {
    const { status, body, headers } = await present(token);
    expect({ status, body: body as unknown, challenge: headers['www-authenticate'] }).toMatchObject({
      status: 401,
      body: { status: 401, code, title: 'Unauthorized' },
      challenge: 'Bearer realm="latchkey", error="invalid_token"',
    });
  }

  it('is of the profile of RFC 9068, and the public keys verify it', () => {
    expect(header).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: jwk.kid });
    expect(Object.keys(claims).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'scope', 'sid', 'sub']);
    expect(claims).toMatchObject({ sub: person.id, sid: phone.sessionId, scope: 'user', aud: claims.iss, iss: expect.stringMatching(/^urn:uuid:/) as string });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(900);
    expect(Buffer.from(claims.jti ?? '', 'base64url').length).toBeGreaterThanOrEqual(16);
    expect(verify(phone.accessToken, createPublicKey({ key: jwk, format: 'jwk' }), { algorithms: ['ES256'] })).toEqual(claims);
  });

  it('is shown by public keys that hold nothing private', () => {
    expect(jwk).toEqual({ kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y, kid: jwk.kid, use: 'sig', alg: 'ES256' });
  });

  it('made as ours are is taken: the forgeries below fail for what they change', async () => {
    await present(own({})).expect(200);
  });

  it('without a signature is refused', async () => {
    for (const alg of ['none', 'None', 'NONE', 'nOnE']) {
      for (const kid of [header.kid, undefined]) await refused(`${encode({ ...header, alg, kid })}.${encode(claims)}.`);
    }
    await refused(phone.accessToken.replace(/[^.]+$/, ''));
  });

  it('with a MAC under the public key, or under nothing, is refused', async () => {
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
    const forms = [publicKey.export({ format: 'pem', type: 'spki' }), publicKey.export({ format: 'der', type: 'spki' }), JSON.stringify(jwk), jwk.x ?? '', ''];
    for (const form of forms) for (const typ of ['at+jwt', 'JWT']) await refused(hmac(form, { typ }));
  });

  it('with the dialects’ key, or a dialect’s form, is refused', async () => {
    const legacy = app.app.get(KeyRing, { strict: false }).current('legacy');
    const made = (changes: Header) =>
      sign(claims, legacy.signing, { algorithm: 'HS256', header: { ...header, alg: 'HS256', ...changes } as JwtHeader, noTimestamp: true });
    await refused(made({ kid: legacy.id, typ: 'at+jwt' }));
    await refused(made({ kid: header.kid }));
    await refused(own({}, { typ: 'JWT' }));
    await refused(own({}, { typ: undefined }));
  });

  it('that brings or names a key of its own is refused', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const foreign = publicKey.export({ format: 'jwk' });
    const tricks: Header[] = [
      {},
      { jwk: foreign },
      { jku: 'https://evil.example/jwks.json' },
      { x5u: 'https://evil.example/x' },
      { kid: 'unknown' },
      { kid: undefined },
      { kid: '' },
      { kid: '../../../../dev/null' },
      { kid: "' OR 1=1 --" },
      { kid: '__proto__' },
      { kid: `${header.kid}\u0000` },
    ];
    for (const trick of tricks) await refused(own({}, { ...trick, ...(trick['jwk'] ? { jwk: foreign } : {}) }, privateKey));
    for (const kid of [{}, [header.kid], 5, null]) await refused(`${encode({ ...header, kid })}.${phone.accessToken.split('.').slice(1).join('.')}`);
  });

  it('that was altered is refused', async () => {
    const [head = '', body = '', signature = ''] = phone.accessToken.split('.');
    await refused([head, encode({ ...claims, scope: 'user admin' }), signature].join('.'));
    await refused([encode({ ...header, extra: 1 }), body, signature].join('.'));
    await refused([head, body, randomBytes(64).toString('base64url')].join('.'));
    for (const odd of ['x', 'a.b', 'a.b.c', 'a.b.c.d', `${phone.accessToken}.x`, '{}', '..']) await refused(odd);
  });

  it.each([
    ['another issuer', { iss: 'https://evil.example' }, 'token_invalid'],
    ['no issuer', { iss: undefined }, 'token_invalid'],
    ['another audience', { aud: 'https://evil.example' }, 'token_invalid'],
    ['no audience', { aud: undefined }, 'token_invalid'],
    ['no end', { exp: undefined }, 'token_invalid'],
    ['no session', { sid: undefined }, 'token_invalid'],
    ['no person', { sub: undefined }, 'token_invalid'],
    ['no id', { jti: undefined }, 'token_invalid'],
    ['a person that is no id', { sub: 5 }, 'token_invalid'],
    ['a beginning in the future', { nbf: Math.floor(Date.now() / 1000) + 60 }, 'token_invalid'],
    ['its end behind it', { exp: Math.floor(Date.now() / 1000) - 1 }, 'token_expired'],
    ['nobody’s session', { sid: '019a9d3c-0000-7000-8000-000000000000' }, 'session_ended'],
    ['nobody', { sub: '019a9d3c-0000-7000-8000-000000000000' }, 'account_gone'],
  ] as [string, Claims, string][])('with %s is refused, though our key signed it', async (_, changes, code) => {
    const kept = Object.fromEntries(Object.entries({ ...claims, ...changes }).filter(([, value]) => value !== undefined));
    await refused(sign(kept, signing, { algorithm: 'ES256', header, noTimestamp: true, allowInvalidAsymmetricKeyTypes: false }), code);
  });

  it('of one person does not open the session of another', async () => {
    const stranger = await app.given.session(await app.given.user());
    await refused(own({ sid: stranger.sessionId }), 'session_ended');
  });

  it('is no refresh token, nor the reverse', async () => {
    await refused(phone.refreshToken);
    const { body } = await app.http.post('/v2/auth/refresh').send({ refreshToken: phone.accessToken }).expect(401);
    expect(body).toMatchObject({ code: 'refresh_token_invalid' });
  });

  it('counts in the header Authorization alone', async () => {
    const { accessToken } = phone;
    const tries = [
      app.http.get(`/v2/users/me?access_token=${accessToken}&token=${accessToken}&auth_token=${accessToken}`),
      app.http.get('/v2/users/me').set('x-auth-token', accessToken),
      app.http.get('/v2/users/me').set('uprogresstoken', accessToken),
      app.http.get('/v2/users/me').set('cookie', `token=${accessToken}; access_token=${accessToken}`),
      app.http.get('/v2/users/me').set('authorization', accessToken),
      app.http.get('/v2/users/me').set('authorization', `Basic ${accessToken}`),
      app.http.get('/v2/users/me').set('authorization', 'Bearer'),
    ];
    for (const attempt of tries) expect((await attempt).body).toMatchObject({ status: 401, code: 'token_missing' });
    await app.http.get('/v2/users/me').set('authorization', `bearer  ${accessToken}`).expect(200);
  });

  it('ends after 15 minutes, though its session lives on', async () => {
    app.clock.advance(901);
    await refused(phone.accessToken, 'token_expired');
    await app.http.post('/v2/auth/refresh').send({ refreshToken: phone.refreshToken }).expect(200);
  });
});
