import { randomBytes } from 'node:crypto';
import { KeyRing } from '../../src/tokens/key-ring';
import { Sealer } from '../../src/tokens/sealer';
import { startApp, type TestApp } from '../support/app';
import type { Device, Person } from '../support/factories';
import { es256Jwt, type JwtPart, readJwt } from '../support/jwt';
import { tokenOf } from '../support/mailbox';
import { untilRemembered } from '../support/pair';
import { TokenDoor } from '../support/token-door';

let app: TestApp;
let door: TokenDoor;
let ann: Person;
let phone: Device;
let header: JwtPart;
let claims: JwtPart;

beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
  door = await TokenDoor.of(app);
  ann = await app.given.user();
  phone = await app.given.session(ann);
  ({ header, claims } = readJwt(phone.accessToken));
});
afterAll(() => app?.close());

const refresh = (refreshToken: string) => app.http.post('/v2/auth/refresh').send({ refreshToken });
const ring = () => app.app.get(KeyRing, { strict: false });
const realKey = () => ring().current('access').signing;

async function recoveryToken(email: string): Promise<string> {
  await app.http.post('/v2/password-recovery').send({ email }).expect(202);
  return tokenOf(await app.mailbox.waitFor(email, { subject: /password|recover/i }));
}

describe('a token of one kind in the place of another (ASVS 9.2.2)', () => {
  it('is refused, and the session lives on', async () => {
    const recovery = await recoveryToken(ann.email);
    for (const token of [phone.refreshToken, door.serviceKey, recovery]) {
      await door.read(token).expect(401);
      await app.http.post('/v2/auth/sign-out').set('authorization', `Bearer ${token}`).expect(401);
    }
    for (const token of [phone.accessToken, door.serviceKey, recovery]) {
      expect((await refresh(token).expect(401)).body).toMatchObject({ code: 'refresh_token_invalid' });
    }
    for (const token of [phone.accessToken, phone.refreshToken, recovery]) await door.introspect(phone.accessToken, token).expect(401);
    for (const token of [door.serviceKey, recovery]) expect((await door.introspect(token).expect(200)).body).toEqual({ active: false });
    await door.read(phone.accessToken).expect(200);
    await refresh(phone.refreshToken).expect(200);
  });
});

describe('claims with the real key’s signature', () => {
  it.each<[string, (good: JwtPart) => JwtPart, string]>([
    ['no iss', () => ({ iss: undefined }), 'token_invalid'],
    ['the iss of somebody else', () => ({ iss: 'https://evil.example' }), 'token_invalid'],
    ['an iss that only starts like ours', ({ iss }) => ({ iss: `${String(iss)}/` }), 'token_invalid'],
    ['a list as iss', ({ iss }) => ({ iss: [iss] }), 'token_invalid'],
    ['no aud', () => ({ aud: undefined }), 'token_invalid'],
    ['the aud of somebody else', () => ({ aud: 'https://orders.example' }), 'token_invalid'],
    ['the aud of a legacy format', ({ aud }) => ({ aud: `${String(aud)}#mixapp` }), 'token_invalid'],
    ['a list as aud', ({ aud }) => ({ aud: [aud, 'https://orders.example'] }), 'token_invalid'],
    ['no exp', () => ({ exp: undefined }), 'token_invalid'],
    ['a text as exp', ({ exp }) => ({ exp: String(exp) }), 'token_invalid'],
    ['null as exp', () => ({ exp: null }), 'token_invalid'],
    ['an exp that has passed', () => ({ exp: app.clock.seconds() - 1 }), 'token_expired'],
    ['an exp of 1970', () => ({ exp: 0 }), 'token_expired'],
    ['an nbf to come', () => ({ nbf: app.clock.seconds() + 60 }), 'token_invalid'],
    ['no sub', () => ({ sub: undefined }), 'token_invalid'],
    ['no sid', () => ({ sid: undefined }), 'token_invalid'],
    ['no jti', () => ({ jti: undefined }), 'token_invalid'],
    ['an object as sub', () => ({ sub: { $ne: '' } }), 'token_invalid'],
    ['a session there is not', () => ({ sid: '019a9d3c-0000-7000-8000-000000000000' }), 'session_ended'],
    ['a person there is not', () => ({ sub: '019a9d3c-0000-7000-8000-000000000000' }), 'account_gone'],
  ])('are refused with %s (RFC 9068, 4; ASVS 9.2.1, 9.2.3)', async (_, change, code) => {
    await door.expectRefused(es256Jwt(header, { ...claims, ...change(claims) }, realKey()), code);
  });

  it('are refused with the session of one person and the id of another', async () => {
    const stranger = await app.given.user();
    await door.expectRefused(es256Jwt(header, { ...claims, sub: stranger.id }, realKey()), 'session_ended');
  });

  it('are refused so, too, where both are remembered and no database is asked', async () => {
    const stranger = await app.given.user();
    const own = await app.given.session(stranger);
    for (const { accessToken } of [own, phone]) await untilRemembered([app], accessToken);
    await door.expectRefused(es256Jwt(header, { ...claims, sub: stranger.id, jti: 'of-both' }, realKey()), 'session_ended');
  });

  it('give no scope that the account does not hold now', async () => {
    const { body } = await door.introspect(es256Jwt(header, { ...claims, scope: 'user admin', jti: 'another' }, realKey())).expect(200);
    expect(body).toMatchObject({ active: true, scope: 'user' });
  });
});

describe('a key or secret that is too short or made up (RFC 7518, 3.2; ASVS 6.3.2)', () => {
  it.each([
    ['16 bytes', randomBytes(16).toString('base64')],
    ['31 bytes', randomBytes(31).toString('base64')],
    ['a word', 'secret'],
    ['one byte again and again', Buffer.alloc(32, 'x').toString('base64')],
  ])('as LATCHKEY_SECRET stops the start: %s', async (_, secret) => {
    await expect(startApp({ LATCHKEY_SECRET: secret })).rejects.toThrow(/^The configuration has a fault:\n {2}- LATCHKEY_SECRET: .*openssl rand -base64 32$/);
  });

  it('in the key ring stops the start', async () => {
    const [id, weak] = ['weak', randomBytes(31)];
    const sealed = app.app.get(Sealer, { strict: false }).seal(weak, `signing-key:${id}`);
    await app.db(`INSERT INTO signing_keys (id, purpose, algorithm, sealed_key, created_at) VALUES ($1, 'legacy', 'HS256', $2, now())`, [id, sealed]);
    await expect(startApp({ DATABASE_URL: app.databaseUrl })).rejects.toThrow('The signing key weak is shorter than 32 bytes');
    await app.db(`DELETE FROM signing_keys WHERE id = 'weak'`);
  });

  it('that is not the one the ring was sealed with stops the start', async () => {
    const start = startApp({ DATABASE_URL: app.databaseUrl, LATCHKEY_SECRET: randomBytes(32).toString('base64') });
    await expect(start).rejects.toThrow('LATCHKEY_SECRET is not the one');
  });
});
