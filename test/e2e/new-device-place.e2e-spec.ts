import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp, type TestApp } from '../support/app';
import { mailsSettled } from '../support/mails';
import { mmdb } from '../support/mmdb';

const BERLIN = { city: { names: { en: 'Berlin' } }, subdivisions: [{ names: { en: 'Berlin' } }], country: { names: { en: 'Germany', de: 'Deutschland' } } };
const PORTLAND = { city: { names: { en: 'Portland' } }, subdivisions: [{ names: { en: 'Oregon' } }], country: { names: { en: 'United States' } } };
const NETWORKS = { '203.0.113.0/25': BERLIN, '203.0.113.128/25': PORTLAND, '2001:db8:7::/48': { country: { names: { en: 'Japan', 'zh-CN': '日本' } } } };

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'latchkey-places-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function fileOf(content: Buffer | string): Promise<string> {
  const path = join(directory, `${++files}.mmdb`);
  await writeFile(path, content);
  return path;
}
let files = 0;

/** The notice of a sign-in from an address, after a first one from elsewhere. */
async function noticeOf(app: TestApp, ip: string, language = 'en'): Promise<string> {
  const email = `placed-${++people}@example.com`;
  const password = 'Right-Horse-1-Staple';
  const asking = (userAgent: string) => ({ 'user-agent': userAgent, 'x-forwarded-for': ip, 'accept-language': language });
  await app.http.post('/v2/users').set(asking('One/1')).send({ email, password }).expect(201);
  await app.http.post('/v2/auth/sign-in').set(asking('Other/1')).send({ email, password }).expect(200);
  await mailsSettled(app);
  return app.mailbox.all(email).find(({ text }) => text.includes(ip))!.text;
}
let people = 0;

describe('with a database of places', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ TRUST_PROXY: '127.0.0.1', GEOIP_DATABASE: await fileOf(mmdb(NETWORKS)) });
  });
  afterAll(() => app?.close());

  it.each([
    ['the city, its region and the country', '203.0.113.200', 'en', 'Portland, Oregon, United States'],
    ['a city that is its own region once', '203.0.113.7', 'en', 'Berlin, Germany'],
    ['the names in the person’s language where there are any', '203.0.113.7', 'de', 'Berlin, Deutschland'],
    ['the country alone where no more is known', '2001:db8:7::1', 'fr', 'Japan'],
    ['Chinese names under the code that the format has for them', '2001:db8:7::1', 'zh', '日本'],
  ])('the notice tells %s', async (_, ip, language, place) => {
    expect(await noticeOf(app, ip, language)).toContain(place);
  });

  it('the notice tells no place of an address that is not in it', async () => {
    expect(await noticeOf(app, '198.51.100.1')).not.toContain('Place');
  });
});

test('without a database the notice tells no place', async () => {
  const app = await startApp({ TRUST_PROXY: '127.0.0.1' });
  try {
    expect(await noticeOf(app, '203.0.113.7')).not.toContain('Place');
  } finally {
    await app.close();
  }
});

describe('a database that cannot be read stops the start', () => {
  it.each([
    ['a file that is not there', () => Promise.resolve(join(directory, 'missing.mmdb')), /GEOIP_DATABASE: .*missing\.mmdb cannot be read \(ENOENT\)/],
    ['a directory', () => Promise.resolve(directory), /GEOIP_DATABASE: .* cannot be read \(EISDIR\)/],
    ['a file of another kind', () => fileOf('not a database'), /GEOIP_DATABASE: .* is not a MaxMind database/],
    ['an empty file', () => fileOf(''), /GEOIP_DATABASE: .* is not a MaxMind database/],
    ['a file that was cut', () => fileOf(mmdb(NETWORKS).subarray(0, -60)), /GEOIP_DATABASE: .* is not a MaxMind database/],
  ])('%s', async (_, path, message) => {
    await expect(startApp({ GEOIP_DATABASE: await path() })).rejects.toThrow(message);
  });
});
