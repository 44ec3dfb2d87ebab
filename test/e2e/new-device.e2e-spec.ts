import { createHash } from 'node:crypto';
import { startApp, type TestApp } from '../support/app';
import type { Person } from '../support/factories';
import { type Mail, tokenOf } from '../support/mailbox';
import { mailsSettled } from '../support/mails';
import { queriesOf } from '../support/queries';
import { PHONE, Uprogress } from '../support/uprogress';

const SUBJECT = 'New sign-in to your account';
const CHROME = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const NEWER_CHROME = CHROME.replace('142', '143');
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off', TRUST_PROXY: '127.0.0.1', MAX_SESSIONS_PER_USER: '30' });
});
afterAll(() => app?.close());

interface Asking {
  readonly userAgent?: string;
  readonly device?: Record<string, string>;
  readonly ip?: string;
}

const headersOf = ({ userAgent = CHROME, ip = '203.0.113.7' }: Asking) => ({ 'user-agent': userAgent, 'x-forwarded-for': ip });

async function registered(asking: Asking = {}): Promise<Person> {
  const person = { email: `new-device-${++serial}@example.com`, password: `Right-Horse-${serial}-Staple`, username: null };
  const { body } = await app.http
    .post('/v2/users')
    .set(headersOf(asking))
    .send({ email: person.email, password: person.password, device: asking.device })
    .expect(201);
  return { ...person, id: (body as { user: { id: string } }).user.id };
}
let serial = 0;

const signIn = ({ email, password }: Person, asking: Asking = {}) =>
  app.http.post('/v2/auth/sign-in').set(headersOf(asking)).send({ email, password, device: asking.device }).expect(200);

const post = (path: string, body: object) => app.http.post(path).set(headersOf({})).send(body).expect(200);

const SIGN_INS: Record<string, (person: Person) => PromiseLike<unknown>> = {
  'the native API': (person) => signIn(person),
  Mixapp: ({ email, password }) => post('/v1/signin', { email, password }),
  Appmixer: ({ email, password }) => post('/user/auth', { username: email, password }),
  UProgress: ({ email, password }) => post('/api/v1/sessions', { user: { email, password, authorization: PHONE } }),
};

/** The notices that a person has got when nothing is under way any more, the newest first. */
async function noticesTo({ email }: Person): Promise<Mail[]> {
  await mailsSettled(app);
  return app.mailbox.all(email).filter(({ subject }) => subject === SUBJECT);
}

describe('no notice is sent', () => {
  it('of the sign-up', async () => {
    expect(await noticesTo(await registered())).toEqual([]);
  });

  it('of the first sign-in of an account that never had a session', async () => {
    const email = 'amadis-first@example.com';
    await app.http.post('/api/user/v1/register').send({ name: 'Ann', email, password: 'correct horse' }).expect(201);
    const person = { id: '', email, password: 'correct horse', username: null };
    await signIn(person);
    expect(await noticesTo(person)).toEqual([]);
    await signIn(person, { userAgent: FIREFOX });
    expect(await noticesTo(person)).toHaveLength(1);
  });

  it('of the same device: another version, another network, signed out meanwhile or renamed', async () => {
    const person = await registered();
    await signIn(person, { ip: '198.51.100.9' });
    await signIn(person, { userAgent: NEWER_CHROME });
    await app.db(`UPDATE sessions SET ended_at = now(), end_reason = 'signed_out', label = 'Study' WHERE user_id = $1`, [person.id]);
    await signIn(person);
    expect(await noticesTo(person)).toEqual([]);
  });

  it('of a second sign-in of a device that gave its name', async () => {
    const device = { label: "Ann's phone", platform: 'iOS', appName: 'Acme' };
    const person = await registered({ device });
    await signIn(person, { device });
    await signIn(person, { device: { ...device, appVersion: '2' } });
    expect(await noticesTo(person)).toEqual([]);
  });

  it('of a client that can’t be told apart but by its User-Agent, while that is the same', async () => {
    const person = await registered({ userAgent: '(something)' });
    await signIn(person, { userAgent: '(something)' });
    expect(await noticesTo(person)).toEqual([]);
    await signIn(person, { userAgent: '(something else)' });
    expect(await noticesTo(person)).toHaveLength(1);
  });

  it('of a UProgress device that renews its record, or makes another after its end', async () => {
    const uprogress = new Uprogress(app);
    const { email, password } = await uprogress.register();
    const person = { id: '', email, password, username: null };
    await uprogress.signIn(person, { ...PHONE, app_version: '2.0' });
    await app.db('UPDATE sessions SET expires_at = signed_in_at WHERE user_id = (SELECT id FROM users WHERE email = $1)', [email]);
    await uprogress.signIn(person);
    expect(await noticesTo(person)).toEqual([]);
    await uprogress.signIn(person, { ...PHONE, platform: 'Android' });
    expect((await noticesTo(person)).map(({ text }) => /Device: .*/.exec(text)?.[0])).toEqual(['Device: UProgress on Android']);
  });
});

describe('one notice is sent', () => {
  it('of another device, with what it is, when and from where; the link’s secret is stored as a digest alone', async () => {
    const person = await registered();
    const at = app.clock.now().toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
    await signIn(person, { userAgent: FIREFOX, ip: '198.51.100.9' });
    const [notice, ...more] = await noticesTo(person);
    expect(more).toEqual([]);
    expect(notice!.to).toContain(person.email);
    expect(notice!.text).toContain(`\nDevice: Firefox on Windows\nTime: ${at} UTC\nIP address: 198.51.100.9\n`);
    expect(notice!.links).toEqual([`${app.baseUrl}/account/not-me?token=${tokenOf(notice!)}`]);
    expect(tokenOf(notice!)).toMatch(/^[\w-]{43}$/);
    const rows = await app.db<{ digest: Buffer; days: number }>(
      `SELECT digest, extract(epoch FROM expires_at - created_at)::int / 86400 AS days FROM one_time_secrets WHERE user_id = $1 AND purpose = 'session_denial'`,
      [person.id],
    );
    expect(rows).toEqual([{ digest: createHash('sha256').update(tokenOf(notice!)).digest(), days: 7 }]);
    await signIn(person, { userAgent: FIREFOX });
    expect(await noticesTo(person)).toHaveLength(1);
  });

  it.each([
    ['another name', { label: "Eve's phone", platform: 'iOS', appName: 'Acme' }],
    ['another application', { label: "Ann's phone", platform: 'iOS', appName: 'Other' }],
    ['another platform', { label: "Ann's phone", platform: 'Android', appName: 'Acme' }],
  ])('of a device with %s', async (_, device) => {
    const person = await registered({ device: { label: "Ann's phone", platform: 'iOS', appName: 'Acme' } });
    await signIn(person, { device });
    expect(await noticesTo(person)).toHaveLength(1);
  });

  it('when the sessions of old are no longer on record', async () => {
    const person = await registered();
    await app.db('DELETE FROM sessions WHERE user_id = $1', [person.id]);
    await signIn(person);
    expect(await noticesTo(person)).toHaveLength(1);
  });

  it.each(Object.entries(SIGN_INS).slice(1))('of a sign-in through %s', async (_, signInThere) => {
    const person = await registered();
    for (let times = 0; times < 2; times++) await signInThere(person);
    expect(await noticesTo(person)).toHaveLength(1);
  });

  it('of each of many, until twenty links are open', async () => {
    const person = await registered();
    for (let i = 0; i < 22; i++) {
      await signIn(person, { device: { label: `Device ${i}` } });
      await mailsSettled(app);
    }
    expect(await noticesTo(person)).toHaveLength(20);
  });

  it('not of a sign-in that failed', async () => {
    const person = await registered();
    await app.http
      .post('/v2/auth/sign-in')
      .set(headersOf({ userAgent: FIREFOX }))
      .send({ email: person.email, password: 'wrong password' })
      .expect(401);
    expect(await noticesTo(person)).toEqual([]);
  });
});

test('what a device says of itself is inert in the mail, and no link in it is the device’s', async () => {
  const person = await registered();
  await signIn(person, { device: { label: '{{7*7}}<b>x</b>' } });
  const [inert] = await noticesTo(person);
  expect(inert!.text).toContain('\nDevice: {{7*7}}<b>x</b>\n');
  expect(inert!.html).toContain('{{7*7}}&lt;b&gt;x&lt;/b&gt;');
  await signIn(person, { userAgent: 'https://evil.example/win', device: { label: 'Win at evil.example' } });
  const [linkless] = await noticesTo(person);
  expect(linkless!.text + linkless!.html).not.toContain('evil');
});

test('of 8 sign-ins at once on a new device one sends a notice', async () => {
  const person = await registered();
  await Promise.all(Array.from({ length: 8 }, () => signIn(person, { userAgent: FIREFOX })));
  expect(await noticesTo(person)).toHaveLength(1);
});

// Mixapp reads once more, for the fingerprint of the password in its answer.
test.each(Object.entries(SIGN_INS))('a sign-in through %s on a known device is three statements and its transaction', async (name, signInAgain) => {
  const person = await registered();
  await signInAgain(person);
  await noticesTo(person);
  // Where notices go by Redis, the change is also recorded.
  const recorded = app.settings['REDIS_URL'] ? 1 : 0;
  expect(await queriesOf(async () => signInAgain(person))).toHaveLength((name === 'Mixapp' ? 7 : 6) + recorded);
});
