import { createDecipheriv, createHash, createHmac, hkdfSync, type JsonWebKey, verify } from 'node:crypto';
import { KeyRing } from '../../src/tokens/key-ring';
import { ShortCodes } from '../../src/tokens/short-codes';
import { startApp, type TestApp } from '../support/app';
import type { Device, Person } from '../support/factories';
import { readJwt } from '../support/jwt';
import { tokenOf } from '../support/mailbox';

let app: TestApp;
let ann: Person;
let phone: Device;
beforeAll(async () => {
  app = await startApp({}, { realHashes: true });
  ann = await app.given.user();
  phone = await app.given.session(ann);
});
afterAll(() => app?.close());

const derived = (info: string) => Buffer.from(hkdfSync('sha256', Buffer.from(app.settings['LATCHKEY_SECRET']!, 'base64'), Buffer.alloc(0), info, 32));

/** What is sealed, opened by hand: a version, 12 bytes of nonce, 16 of tag, the rest. */
function opened(sealed: Buffer, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', derived('latchkey sealing v1'), sealed.subarray(1, 13), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(13, 29));
  return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]);
}

/** Done again with node:crypto alone, so that what the program says of itself counts for nothing. */
describe('the algorithms in use (ASVS 11.2.1, 11.3.2, 11.4, 11.6.1)', () => {
  it('an access token: ES256, which is ECDSA on P-256 with SHA-256', async () => {
    const [head = '', body = '', signature = ''] = phone.accessToken.split('.');
    const { header } = readJwt(phone.accessToken);
    const keys = ((await app.http.get('/.well-known/jwks.json').expect(200)).body as { keys: JsonWebKey[] }).keys;
    expect(keys.map(({ kty, crv, alg }) => [kty, crv, alg])).toEqual(keys.map(() => ['EC', 'P-256', 'ES256']));
    const key = keys.find(({ kid }) => kid === header['kid']);
    expect(header['alg']).toBe('ES256');
    expect(verify('sha256', Buffer.from(`${head}.${body}`), { key: key!, format: 'jwk', dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))).toBe(
      true,
    );
  });

  it('a token of a legacy format: HS256', async () => {
    const { body } = await app.http.post('/user/auth').send({ username: ann.email, password: ann.password }).expect(200);
    const token = (body as { token: string }).token;
    const [head = '', claims = '', mac = ''] = token.split('.');
    const key = app.app.get(KeyRing, { strict: false }).current('legacy').signing;
    expect(readJwt(token).header['alg']).toBe('HS256');
    expect(mac).toBe(createHmac('sha256', key).update(`${head}.${claims}`).digest('base64url'));
  });

  it('what is sealed: AES-256-GCM under a key of HKDF-SHA-256; a refresh token: HMAC-SHA-256', async () => {
    const [row] = await app.db<{ refresh_key: Buffer }>('SELECT refresh_key FROM sessions WHERE id = $1', [phone.sessionId]);
    const key = opened(row!.refresh_key, `refresh-key:${phone.sessionId}`);
    const [sid = '', counter = '', mac = ''] = phone.refreshToken.split('.');
    expect(mac).toBe(createHmac('sha256', key).update(`${sid}.${counter}`).digest('base64url'));
  });

  it('a password: Argon2id with 19 MiB, two passes, one lane', async () => {
    const hashes = await app.db<{ hash: string }>('SELECT hash FROM passwords');
    expect(hashes.length).toBeGreaterThan(0);
    for (const { hash } of hashes) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  });

  it('a mailed link: SHA-256 of its 256 bits; a mailed code: HMAC-SHA-256', async () => {
    await app.http.post('/v2/password-recovery').send({ email: ann.email }).expect(202);
    const token = tokenOf(await app.mailbox.waitFor(ann.email, { subject: /recover|choose/i }));
    const digest = createHash('sha256').update(token).digest();
    expect(await app.db('SELECT 1 FROM one_time_secrets WHERE digest = $1', [digest])).toHaveLength(1);
    const mac = createHmac('sha256', derived('latchkey short codes v1')).update('scope\u0000ABCDEFGH').digest();
    expect(app.app.get(ShortCodes, { strict: false }).digest('abcd-efgh', 'scope')).toEqual(mac);
  });
});
