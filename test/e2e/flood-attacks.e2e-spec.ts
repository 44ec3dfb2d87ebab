import type { Response } from 'supertest';
import { startApp, type TestApp } from '../support/app';
import { rawRequest, sendRaw } from '../support/raw';
import { mailsSettled } from '../support/mails';
import { SIGN_IN_DOORS } from '../support/sign-in-doors';

/** The lines 58 and 64 to 66 of the attack list, and what one network may cost others. */

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ TRUST_PROXY: '127.0.0.1' });
});
afterAll(() => app?.close());

const retryAfterOf = ({ headers }: Response) => Number((headers as Record<string, string>)['retry-after']);

/** Every way to have a mail sent to an address; the page's is the form of people. */
const RECOVERIES: [api: string, ask: (email: string, from?: string) => Promise<Response>][] = [
  ['native', async (email, from = '') => app.http.post('/v2/password-recovery').set('x-forwarded-for', from).send({ email })],
  ['mixapp', async (email, from = '') => app.http.post('/v1/repair').set('x-forwarded-for', from).send({ email })],
  ['uprogress', async (email, from = '') => app.http.post('/api/v1/sessions/restore_password').set('x-forwarded-for', from).send({ user: { email } })],
  ['appmixer', async (email, from = '') => app.http.post('/user/forgot-password').set('x-forwarded-for', from).send({ email })],
  ['pages', async (email, from = '') => app.http.post('/account/recover').set('x-forwarded-for', from).type('form').send({ email })],
];

test('64: a hundred recoveries of one address, by all APIs and the page at once, mail one letter a minute', async () => {
  const person = await app.given.user();
  const flood = () => Promise.all(Array.from({ length: 100 }, (_, i) => RECOVERIES[i % RECOVERIES.length]![1](person.email, '192.0.2.64')));
  for (const { status } of await flood()) expect([200, 202]).toContain(status);
  await app.mailbox.waitFor(person.email, { subject: /password/i });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(app.mailbox.all(person.email).filter(({ subject }) => /password/i.test(subject))).toHaveLength(1);
}, 180_000);

test.each(RECOVERIES)(
  '%s: mails to ever other addresses are three hundred a minute for one network, known or not',
  async (api, ask) => {
    const network = `203.0.113.${RECOVERIES.findIndex(([name]) => name === api)}`;
    const person = await app.given.user();
    for (let batch = 0; batch < 6; batch++) {
      const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => ask(`bombed-${api}-${batch}-${i}@example.com`, network)));
      expect(answers.filter(({ status }) => status === 429)).toEqual([]);
    }
    const [known, unknown] = [await ask(person.email, network), await ask('nobody@example.com', network)];
    for (const answer of [known, unknown]) {
      expect(answer.status).toBe(429);
      expect(retryAfterOf(answer)).toBeGreaterThan(0);
    }
    expect(unknown.body).toEqual(known.body);
    expect((await ask(person.email, '198.51.100.77')).status).not.toBe(429);
  },
  360_000,
);

describe('Amadis, where LEGACY_RECOVERY=faithful was chosen and anybody may have a password reset', () => {
  let faithful: TestApp;
  beforeAll(async () => {
    faithful = await startApp({ TRUST_PROXY: '127.0.0.1', LEGACY_RECOVERY: 'faithful' });
  });
  afterAll(() => faithful?.close());
  const reset = async (email: string, from: string): Promise<Response> =>
    faithful.http.patch('/api/user/v1/resetpassword').set('x-forwarded-for', from).send({ email });

  test('64: a hundred resets of one address mail one notice a minute', async () => {
    const person = await faithful.given.user();
    const began = performance.now();
    for (let batch = 0; batch < 20; batch++) {
      const answers = await Promise.all(Array.from({ length: 5 }, (_, i) => reset(person.email, `2001:db8:64:${i}::1`)));
      for (const { status } of answers) expect([200, 503]).toContain(status);
    }
    const noticed = () => faithful.mailbox.all(person.email).filter(({ subject }) => subject === 'Your password was changed');
    await faithful.mailbox.waitFor(person.email, { subject: 'Your password was changed' });
    await mailsSettled(faithful);
    // A slow machine takes longer than one minute.
    expect(noticed().length).toBeLessThanOrEqual(1 + Math.floor((performance.now() - began) / 60_000));
    const before = noticed().length;
    faithful.clock.advance(61);
    expect((await reset(person.email, '192.0.2.64')).status).toBe(200);
    await faithful.mailbox.waitFor(person.email, { subject: 'Your password was changed' }, before + 1);
  }, 360_000);

  test('64: resets of ever other addresses are three hundred a minute for one network, known or not', async () => {
    const person = await faithful.given.user();
    for (let batch = 0; batch < 6; batch++) {
      const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => reset(`reset-${batch}-${i}@example.com`, '203.0.113.64')));
      expect(answers.filter(({ status }) => status !== 404)).toEqual([]);
    }
    const [known, unknown] = [await reset(person.email, '203.0.113.64'), await reset('nobody@example.com', '203.0.113.64')];
    for (const answer of [known, unknown]) {
      expect(answer.status).toBe(429);
      expect(answer.body).toEqual({ status: 'error', message: expect.any(String) as string });
      expect(retryAfterOf(answer)).toBeGreaterThan(0);
    }
    await faithful.given.session(person);
    expect((await reset(person.email, '198.51.100.64')).status).toBe(200);
  }, 360_000);
});

test('registrations of one network are three hundred a minute; who is refused is told before anything is hashed', async () => {
  const register = (i: number, from: string) =>
    app.http
      .post('/v2/users')
      .set('x-forwarded-for', from)
      .send({ email: `crowd-${i}@example.com`, password: 'Plum-Kettle-93-Harbour' });
  // Of one taken address they cost a look-up each and no hash, and are counted like any other.
  await register(0, '2001:db8:7:7::1').expect(201);
  for (let batch = 0; batch < 10; batch++) await Promise.all(Array.from({ length: 30 }, () => register(0, `2001:db8:7:7::${batch}`)));
  const refused = await register(1, '2001:db8:7:7:8::').expect(429);
  expect(refused.headers['ratelimit-policy']).toBe('"sign-up";q=300;w=60');
  await register(1, '2001:db8:7:8::').expect(201);
}, 360_000);

describe.each(SIGN_IN_DOORS.map((door) => [door.name, door] as const))('%s', (_, door) => {
  const [method = '', path = ''] = door.name.split(' ');
  const body = (email: string) => {
    if (door.api === 'amadis') return `email=${encodeURIComponent(email)}&oldpassword=wrong&newpassword=Plum-Kettle-93`;
    const fields = door.api === 'appmixer' ? { username: email, password: 'wrong' } : { email, password: 'wrong' };
    return JSON.stringify(door.api === 'uprogress' ? { user: { ...fields, authorization: { platform: 'iOS' } } } : fields);
  };
  const type = door.api === 'amadis' ? 'application/x-www-form-urlencoded' : 'application/json';
  const send = (written: string, content: string) =>
    sendRaw(app.port, rawRequest(`${method} ${written} HTTP/1.1`, { 'Content-Type': type, 'Content-Length': String(Buffer.byteLength(content)) }, content));

  it('58: however the path is written, it is the same door with the same budget, or none', async () => {
    const email = `spelled-${door.api}@example.com`;
    const encoded = path.replace(/\/(.)([^/]*)$/, (_all, first: string, rest: string) => `/%${first.charCodeAt(0).toString(16)}${rest}`);
    const [doubled, dotted] = [`/${path}`, `/x/..${path}`];
    let tried = 0;
    for (let round = 0; tried < 10 && round < 20; round++) {
      for (const spelling of [path, encoded, `${path}?`, doubled, dotted]) {
        const { status } = await send(spelling, body(email));
        if (status !== 404) tried += 1;
        if (tried === 10) break;
      }
    }
    for (const spelling of [path, encoded, `${path}?`]) expect((await send(spelling, body(email))).status).toBe(429);
    for (const spelling of [doubled, dotted]) expect([404, 429]).toContain((await send(spelling, body(email))).status);
  }, 180_000);

  it('65: a body of a megabyte is refused before it is read', async () => {
    const began = performance.now();
    const { status } = await send(path, body('a@example.com').replace('wrong', 'w'.repeat(1_048_576)));
    expect(status).toBe(413);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('66: ten thousand fields are refused in no time', async () => {
    const form = Array.from({ length: 2_000 }, () => 'a[]=1').join('&');
    const began = performance.now();
    const head = { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': String(form.length) };
    const answers = await Promise.all([
      sendRaw(app.port, rawRequest(`${method} ${path} HTTP/1.1`, head, form)),
      sendRaw(app.port, rawRequest(`${method} ${path}?${'a[]=1&'.repeat(2_000)} HTTP/1.1`, { 'Content-Type': type, 'Content-Length': '2' }, '{}')),
    ]);
    for (const { status } of answers) {
      expect(status).toBeGreaterThanOrEqual(door.api === 'mixapp' ? 200 : 400);
      expect(status).toBeLessThan(500);
    }
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
