import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, loadConfig } from '../../../src/config/load-config';
import { OperatorError } from '../../../src/errors/operator-error';

const SECRET = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64');
const PRODUCTION = { LATCHKEY_SECRET: SECRET, PUBLIC_URL: 'https://accounts.example.com/', SMTP_URL: 'smtp://mail:25' };

function faultsOf(variables: Record<string, string>): readonly string[] {
  try {
    loadConfig(variables);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('fills in the defaults outside local mode, where legacy recovery is safe', () => {
    const config = loadConfig(PRODUCTION);
    expect(config.local).toBe(false);
    expect(config.http).toEqual({
      host: '127.0.0.1',
      port: 3000,
      drainSeconds: 3,
      publicUrl: 'https://accounts.example.com',
      trustProxy: [],
      corsOrigins: [],
    });
    expect(config.sessions).toEqual({
      native: { absolute: 2_592_000, idle: 1_209_600 },
      legacy: { absolute: 31_536_000, idle: 7_776_000 },
      appmixer: { absolute: 30 * 86_400, idle: null },
      maxPerUser: 100,
    });
    expect(config.dialects).toMatchObject({ enabled: ['mixapp', 'uprogress', 'amadis', 'appmixer'], recovery: 'safe', recoveryChosen: false });
    expect(config.tokens.accessTokenTtl).toBe(900);
  });

  it('lists every fault at once, each with its remedy', () => {
    const faults = faultsOf({ PORT: '70000', SIGN_UP: 'maybe', DIALECTS: 'mixapp,icq', ACCESS_TOKEN_TTL: 'soon', DATABASE_URL: 'mysql://x' });
    const settings = faults.map((fault) => fault.split(':')[0]);
    expect(settings.sort()).toEqual(['ACCESS_TOKEN_TTL', 'DATABASE_URL', 'DIALECTS', 'LATCHKEY_SECRET', 'PORT', 'PUBLIC_URL', 'SIGN_UP', 'SMTP_URL']);
    expect(faults.join('\n')).toContain('use a whole number from 0 to 65535');
  });

  it('refuses a short and a placeholder secret without repeating them', () => {
    const short = faultsOf({ ...PRODUCTION, LATCHKEY_SECRET: 'c2hvcnQtc2VjcmV0' });
    const placeholder = faultsOf({ ...PRODUCTION, LATCHKEY_SECRET: Buffer.alloc(32, 'a').toString('base64') });
    expect(short).toEqual(['LATCHKEY_SECRET: use 32 random bytes as base64, made by: openssl rand -base64 32']);
    expect(placeholder).toEqual(['LATCHKEY_SECRET: this is a placeholder; make a random one by: openssl rand -base64 32']);
  });

  it('takes an empty variable for an unset one', () => {
    expect(faultsOf({ ...PRODUCTION, PORT: '', ISSUER: ' ' })).toEqual([]);
  });

  it.each([
    [{ HOST: '0.0.0.0' }, false],
    [{ PUBLIC_URL: 'https://accounts.example.com' }, false],
    [{ PUBLIC_URL: 'http://localhost:3000' }, true],
    [{ HOST: '::1' }, true],
  ])('with LATCHKEY_LOCAL=1 and %p local mode is %p', (settings, local) => {
    expect(loadConfig({ ...PRODUCTION, PUBLIC_URL: 'http://127.0.0.1:3000', LATCHKEY_LOCAL: '1', ...settings }).local).toBe(local);
  });

  it('writes an IPv6 address into its own address as one has to (RFC 3986, 3.2.2)', () => {
    expect(loadConfig({ HOST: '::1', LATCHKEY_LOCAL: '1', LATCHKEY_SECRET: PRODUCTION.LATCHKEY_SECRET })).toMatchObject({
      local: true,
      http: { publicUrl: 'http://[::1]:3000' },
    });
  });

  it.each([
    [{ HOST: '0.0.0.0' }, 'HOST=0.0.0.0'],
    [{ PUBLIC_URL: 'https://accounts.example.com' }, 'PUBLIC_URL=https://accounts.example.com'],
  ])('says that %p ended local mode, beside what is required then', (settings: Record<string, string>, cause) => {
    const faults = faultsOf({ LATCHKEY_LOCAL: '1', ...settings });
    expect(faults[0]).toContain(`LATCHKEY_SECRET: is required outside local mode (which is for this machine alone; ${cause} ended it): 32 random bytes`);
    expect(faultsOf(settings)[0]).toContain('LATCHKEY_SECRET: is required outside local mode: 32 random bytes');
  });

  it('says in words that the data directory cannot be written', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'latchkey-config-')), 'a-file');
    writeFileSync(file, '');
    expect(() => loadConfig({ LATCHKEY_LOCAL: '1', DATA_DIR: join(file, 'data') })).toThrow(OperatorError);
    expect(() => loadConfig({ LATCHKEY_LOCAL: '1', DATA_DIR: join(file, 'data') })).toThrow(/a-file\/data cannot be written \(ENOTDIR\)\. Set DATA_DIR/);
  });

  it('listens at one address for localhost, and is called as it was named', () => {
    const { http } = loadConfig({ ...PRODUCTION, PUBLIC_URL: '', HOST: 'localhost', LATCHKEY_LOCAL: '1' });
    expect([http.host, http.publicUrl]).toEqual(['127.0.0.1', 'http://localhost:3000']);
  });

  it('makes a secret in local mode, keeps it and shows it to nobody else', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-config-'));
    const first = loadConfig({ LATCHKEY_LOCAL: '1', DATA_DIR: dataDir });
    const second = loadConfig({ LATCHKEY_LOCAL: '1', DATA_DIR: dataDir });
    const file = join(dataDir, 'secret.key');
    expect(first.secrets.current).toHaveLength(32);
    expect(second.secrets.current).toEqual(first.secrets.current);
    expect(readFileSync(file, 'utf8')).toBe(first.secrets.current.toString('base64'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(first.dialects.recovery).toBe('faithful');
  });

  it.each([
    ['900', 900],
    ['90s', 90],
    ['15m', 900],
    ['2h', 7_200],
    ['30d', 2_592_000],
  ])('reads the duration %s as %i seconds', (text, seconds) => {
    expect(loadConfig({ ...PRODUCTION, ACCESS_TOKEN_TTL: text }).tokens.accessTokenTtl).toBe(seconds);
  });

  it.each([
    ['10.0.0.7', '192.0.2.0/24', '2001:db8::1', 'fd00::/8'],
    ['loopback', 'linklocal', 'uniquelocal'],
  ])('takes %s, %s and %s for proxies', (...proxies) => {
    expect(loadConfig({ ...PRODUCTION, TRUST_PROXY: proxies.join(', ') }).http.trustProxy).toEqual(proxies);
  });

  it.each(['10.0.0', 'proxy.internal', '10.0.0.0/33', '10.0.0.0/0', '::/0', '10.0.0.0/', '10.0.0.1:80', '1', 'true', 'toString'])(
    'says of the proxy %s, beside every other fault, that it is none',
    (proxy) => {
      const faults = faultsOf({ ...PRODUCTION, PORT: '70000', TRUST_PROXY: `10.0.0.7, ${proxy}` });
      expect(faults).toEqual([
        'PORT: use a whole number from 0 to 65535',
        `TRUST_PROXY: "${proxy}" is no proxy; use addresses, networks such as 10.0.0.0/8, loopback, linklocal or uniquelocal, several by commas`,
      ]);
    },
  );

  it.each(['no-reply@example.com', 'Latchkey <no-reply@example.com>', '"Doe, Ann" <ann@example.com>', '<a@b.example>', 'Ünïcode (staging) <x@bücher.example>'])(
    'takes %s for a sender',
    (from) => expect(loadConfig({ ...PRODUCTION, MAIL_FROM: from }).mail.from).toBe(from),
  );

  it.each(['Latchkey', 'no-reply@', '@example.com', 'Doe, Ann <ann@example.com>', 'a@example.com, b@example.com', 'Ann <ann@example.com', 'a b@example.com'])(
    'does not take %s for a sender',
    (from) => expect(faultsOf({ ...PRODUCTION, MAIL_FROM: from })).toEqual([expect.stringMatching(/^MAIL_FROM: use one address/)]),
  );

  it.each([
    ['https://accounts.example.com', 'Latchkey <no-reply@accounts.example.com>'],
    ['https://203.0.113.9', 'Latchkey <no-reply@localhost>'],
    ['https://[2001:db8::1]:8443', 'Latchkey <no-reply@localhost>'],
  ])('sends from the host of %s where nothing else is said', (publicUrl, from) => {
    expect(loadConfig({ ...PRODUCTION, PUBLIC_URL: publicUrl }).mail.from).toBe(from);
  });

  it.each([
    ['PUBLIC_URL', 'https://accounts.example.com/?tenant=1'],
    ['PUBLIC_URL', 'https://accounts.example.com/#top'],
    ['CORS_ORIGINS', 'https://app.example.com/admin'],
    ['CORS_ORIGINS', 'https://app.example.com,https://other.example.com?x'],
    ['CORS_ORIGINS', 'https://ann@app.example.com'],
    ['SESSION_TTL', '999999999d'],
    ['SIGNING_KEY_TTL', '36501d'],
    ['AUDIT_RETENTION', '900000000h'],
    ['SMTP_URL', 'smtp://'],
    ['SMTP_URL', 'smtp:mail.example.com'],
    ['SMTP_URL', 'smtps://:465'],
  ])('refuses %s=%s, which cannot work', (name, value) => {
    expect(faultsOf({ ...PRODUCTION, [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}: (use|leave out) `))]);
  });

  it('takes what is like these and works', () => {
    const settings = { PUBLIC_URL: 'https://example.com/accounts/', CORS_ORIGINS: 'https://App.example.com/, http://localhost:5173, https://a.example:443' };
    const { http, sessions } = loadConfig({ ...PRODUCTION, ...settings, SESSION_TTL: '36500d', SMTP_URL: 'smtps://user:pass%40word@[2001:db8::1]:465' });
    expect(http.publicUrl).toBe('https://example.com/accounts');
    expect(http.corsOrigins).toEqual(['https://app.example.com', 'http://localhost:5173', 'https://a.example']);
    expect(sessions.native.absolute).toBe(3_153_600_000);
  });

  it('is frozen', () => {
    const config = loadConfig(PRODUCTION);
    expect(() => Object.assign(config, { local: true })).toThrow(TypeError);
  });
});
