import { generatePassword } from '../../src/credentials/generated-password';
import { ServiceKeysService } from '../../src/service-keys/service-keys.service';
import { KeyRing } from '../../src/tokens/key-ring';
import { OneTimeSecrets } from '../../src/tokens/one-time-secrets';
import { Sealer } from '../../src/tokens/sealer';
import { startApp, type TestApp } from '../support/app';
import { type Device, type Person } from '../support/factories';
import { readJwt } from '../support/jwt';
import { tokenOf } from '../support/mailbox';
import { registerSecret } from '../support/secrets';

/** A bit that is not random stands still in as many samples once in 2^63 runs. */
const SAMPLES = 64;

let app: TestApp;
let person: Person;
let devices: Device[];
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
  person = await app.given.user();
  devices = [];
  while (devices.length < SAMPLES) devices.push(await app.given.session(person));
});
afterAll(() => app?.close());

const decoded = (text: string | undefined) => Buffer.from(text ?? '', 'base64url');
const many = <T>(make: (i: number) => T | Promise<T>) => Promise.all(Array.from({ length: SAMPLES }, (_, i) => make(i)));

/** Every bit of these values is seen both set and clear, and no value comes twice. */
function expectRandom(values: readonly Buffer[], bytes: number): void {
  expect(values).toHaveLength(SAMPLES);
  expect(new Set(values.map((value) => value.length))).toEqual(new Set([bytes]));
  expect(new Set(values.map((value) => value.toString('hex'))).size).toBe(SAMPLES);
  const set = Buffer.alloc(bytes);
  const clear = Buffer.alloc(bytes);
  for (const value of values) value.forEach((byte, i) => ((set[i]! |= byte), (clear[i]! |= ~byte)));
  expect([set, clear]).toEqual([Buffer.alloc(bytes, 0xff), Buffer.alloc(bytes, 0xff)]);
}

describe('every secret has at least 128 bits, none of them fixed (ASVS 7.2.3, 11.5.1)', () => {
  it('the MAC of a refresh token: 256', () => {
    expectRandom(
      devices.map(({ refreshToken }) => decoded(refreshToken.split('.')[2])),
      32,
    );
  });

  it('the key of a session’s refresh tokens: 256, and sealed in the store', async () => {
    const rows = await app.db<{ id: string; refresh_key: Buffer }>('SELECT id, refresh_key FROM sessions WHERE ended_at IS NULL');
    const sealer = app.app.get(Sealer, { strict: false });
    expectRandom(
      rows.map(({ id, refresh_key }) => sealer.open(refresh_key, `refresh-key:${id}`)),
      32,
    );
  });

  it('the id of an access token: 128', () => {
    expectRandom(
      devices.map(({ accessToken }) => decoded(String(readJwt(accessToken).claims['jti']))),
      16,
    );
  });

  it('the token of a mailed link: 256, which is all that opens it', async () => {
    await app.http.post('/v2/password-recovery').send({ email: person.email }).expect(202);
    expect(tokenOf(await app.mailbox.waitFor(person.email, { subject: /recover|choose/i }))).toMatch(/^[\w-]{43}$/);
    const secrets = app.app.get(OneTimeSecrets, { strict: false });
    const minted = await many(() => secrets.mint({ userId: person.id, purpose: 'recovery', ttl: 60 }));
    for (const secret of minted) registerSecret(secret);
    expectRandom(minted.map(decoded), 32);
  });

  it('a service key: 256 behind a prefix that scanners find', async () => {
    const keys = await many((i) => app.app.get(ServiceKeysService, { strict: false }).create(`service-${i}`));
    for (const key of keys) registerSecret(key);
    expect(keys.filter((key) => !/^lks_[\w-]{43}$/.test(key))).toEqual([]);
    expectRandom(
      keys.map((key) => decoded(key.slice(4))),
      32,
    );
  });

  it('the keys of the ring: P-256, and 256 for MACs', () => {
    const keys = app.app.get(KeyRing, { strict: false }).all();
    const strengths = keys.map(({ purpose, signing }) => [purpose, signing.asymmetricKeyDetails?.namedCurve ?? signing.symmetricKeySize]);
    expect(new Map(strengths as [string, unknown][])).toEqual(
      new Map<string, unknown>([
        ['access', 'prime256v1'],
        ['legacy', 32],
        ['fingerprint', 32],
      ]),
    );
  });

  it('a generated password', async () => {
    const passwords = await many(() => generatePassword());
    for (const password of passwords) registerSecret(password);
    const alphabet = new Set(passwords.join(''));
    expect(new Set(passwords).size).toBe(SAMPLES);
    expect(Math.min(...passwords.map((password) => password.length)) * Math.log2(alphabet.size)).toBeGreaterThanOrEqual(128);
  });
});
