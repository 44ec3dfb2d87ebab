import type { Response } from 'supertest';
import { startApp, type TestApp } from '../support/app';
import type { Person } from '../support/factories';
import { tokenOf } from '../support/mailbox';
import { SIGN_IN_DOORS } from '../support/sign-in-doors';

/** The lines 10 and 59 to 63 of the attack list, at the sign-in door of every API. */

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.close());

const ENVELOPES: Record<string, unknown> = {
  native: expect.objectContaining({ code: 'too_many_requests', status: 429 }),
  mixapp: { error_code: 429, error_message: 'Too Many Requests', more_info: '' },
  uprogress: { error: 'Too many requests' },
  amadis: { status: 'error', message: 'Too many attempts, try again later' },
  appmixer: expect.objectContaining({ statusCode: 429, error: 'Too Many Requests' }),
};

const headersOf = (answer: Response) => answer.headers as Record<string, string>;

/** Seconds to wait; the test's own seconds have gone from them. */
const pauseOf = (answer: Response) => Number(headersOf(answer)['retry-after']);
const expectPause = (answer: Response, seconds: number) => {
  expect(answer.status).toBe(429);
  expect(pauseOf(answer)).toBeGreaterThan(seconds / 2 + 1);
  expect(pauseOf(answer)).toBeLessThanOrEqual(seconds);
};

/** What two answers must share: everything but the moment. */
const shown = (answer: Response) => {
  const { date: _date, 'x-request-id': _id, 'retry-after': _pause, ...others } = headersOf(answer);
  return { status: answer.status, body: answer.body as unknown, headers: { ...others, ratelimit: others['ratelimit']?.replace(/t=\d+/, 't') } };
};

describe.each(SIGN_IN_DOORS.map((door) => [door.name, door] as const))('guessing at %s', (_, door) => {
  const guess = (email: string, i: number, headers = {}) => door.prove(app, email, `wrong guess ${i}`, headers);
  const exhaust = async (email: string, headers = (_i: number) => ({})) => {
    for (let i = 0; i < 10; i++) expect((await guess(email, i, headers(i))).status).not.toBe(429);
  };

  it('61: a hundred at once never exceed the budget of ten, and then the right password is refused too', async () => {
    const person = await app.given.user();
    const answers = await Promise.all(Array.from({ length: 100 }, (_unused, i) => guess(person.email, i)));
    const locked = answers.filter(({ status }) => status === 429);
    // A place that was given up, since the machine hashes too slowly, is free again: so never more than ten were tried.
    const busy = answers.filter(({ status }) => status === 503);
    expect(answers.length - locked.length - busy.length).toBeLessThanOrEqual(10);
    expect(answers.length - locked.length).toBeGreaterThanOrEqual(10);
    for (let i = 0; i < busy.length; i++) await guess(person.email, 100 + i);
    for (const { body, headers } of locked) {
      expect(body).toEqual(ENVELOPES[door.api]);
      expect(Number((headers as Record<string, string>)['retry-after'])).toBeGreaterThan(0);
    }
    expect((await door.prove(app, person.email, person.password)).status).toBe(429);
  }, 180_000);

  it('10: a locked person and a locked nobody are told the same', async () => {
    const [known, unknown] = [await app.given.user(), { email: `nobody-${door.api}@example.com` }];
    const answers = [];
    for (const { email } of [known, unknown]) {
      await exhaust(email);
      answers.push(await guess(email, 11));
    }
    const [ofKnown, ofUnknown] = answers as [Response, Response];
    expect(shown(ofUnknown)).toEqual(shown(ofKnown));
    for (const answer of answers) expectPause(answer, 60);
    expect(ofKnown.body).toEqual(ENVELOPES[door.api]);
  }, 180_000);

  it('59: another X-Forwarded-For with each guess changes nothing, from a peer that is no trusted proxy', async () => {
    const forged = (i: number) => ({ 'x-forwarded-for': `198.51.100.${i}`, forwarded: `for=198.51.100.${i}`, 'x-real-ip': `198.51.100.${i}` });
    const email = `forged-${door.api}@example.com`;
    await exhaust(email, forged);
    // A minute is the pause of the network that guesses: all ten came from one.
    expectPause(await guess(email, 11, forged(11)), 60);
  }, 180_000);

  it('62: a locked person keeps the living session, recovers, and is not locked out any more', async () => {
    const person = await app.given.user();
    const phone = await app.given.session(person);
    await exhaust(person.email);
    expect((await door.prove(app, person.email, person.password)).status).toBe(429);
    await phone.get('/v2/users/me').expect(200);
    await app.http.post('/v2/auth/refresh').send({ refreshToken: phone.refreshToken }).expect(200);
    await app.http.post('/v2/password-recovery').send({ email: person.email }).expect(202);
    const token = tokenOf(await app.mailbox.waitFor(person.email, { subject: 'Choose a new password' }));
    const newPassword = 'Plum-Kettle-93-Harbour';
    await app.http.post('/v2/password-recovery/confirm').send({ token, newPassword }).expect(204);
    expect(door.accepted(await door.prove(app, person.email, newPassword))).toBe(true);
  }, 180_000);

  it('the pause ends, and after it one guess at a time makes it grow', async () => {
    const email = `patient-${door.api}@example.com`;
    await exhaust(email);
    app.clock.advance(61);
    const answers = await Promise.all(Array.from({ length: 10 }, (_unused, i) => guess(email, i)));
    expect(answers.filter(({ status }) => status !== 429)).toHaveLength(1);
    expectPause(await guess(email, 12), 240);
  }, 180_000);

  it('success clears the failures before it', async () => {
    const person = await app.given.user();
    for (let i = 0; i < 9; i++) await guess(person.email, i);
    await app.given.session(person);
    for (let i = 0; i < 9; i++) expect((await guess(person.email, i)).status).not.toBe(429);
    expect(door.accepted(await door.prove(app, person.email, person.password))).toBe(true);
  }, 180_000);
});

test('63: the budget is one for all five APIs, whichever is tried first', async () => {
  const rotations = SIGN_IN_DOORS.map((_, first) => [...SIGN_IN_DOORS.slice(first), ...SIGN_IN_DOORS.slice(0, first)]);
  for (const doors of rotations) {
    const { email } = await app.given.user();
    for (let round = 0; round < 2; round++) for (const door of doors) expect((await door.prove(app, email, `wrong ${round}`)).status).not.toBe(429);
    for (const door of doors) expect((await door.prove(app, email, 'wrong again')).status).toBe(429);
  }
}, 360_000);

test('many honest sign-ins of one person at once are all let in', async () => {
  const person = await app.given.user();
  const answers = await Promise.all(
    Array.from({ length: 24 }, () => app.http.post('/v2/auth/sign-in').send({ email: person.email, password: person.password })),
  );
  // On a machine that hashes slowly some may be told to come back, but none for having failed.
  const refused = answers.filter(({ status }) => status !== 200);
  for (const answer of refused) expect([answer.status, pauseOf(answer) <= 2]).toEqual([answer.status === 503 ? 503 : 429, true]);
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(10);
}, 180_000);

test('the native API says which limit was reached, in the headers of the draft standard', async () => {
  const email = 'headers@example.com';
  for (let i = 0; i < 10; i++) await app.http.post('/v2/auth/sign-in').send({ email, password: 'wrong' }).expect(401);
  const { headers } = await app.http.post('/v2/auth/sign-in').send({ email, password: 'wrong' }).expect(429);
  const seconds = (headers as Record<string, string>)['retry-after'];
  expect(headers).toMatchObject({ 'ratelimit-policy': '"account-from-network";q=10;w=3600', ratelimit: `"account-from-network";r=0;t=${seconds}` });
}, 180_000);

describe('behind a trusted proxy', () => {
  let proxied: TestApp;
  beforeAll(async () => {
    proxied = await startApp({ TRUST_PROXY: '127.0.0.1' });
  });
  afterAll(() => proxied?.close());

  const guess = (email: string, address: string) => proxied.http.post('/v2/auth/sign-in').set('x-forwarded-for', address).send({ email, password: 'wrong' });

  it.each(SIGN_IN_DOORS.map((door) => [door.api, door] as const))(
    '60: at %s addresses inside one IPv6 /64 are one network; those of other networks wait less',
    async (api, door) => {
      const email = `inside-${api}@example.com`;
      const guess = (address: string) => door.prove(proxied, email, 'wrong', { 'x-forwarded-for': address });
      for (let i = 0; i < 10; i++) expect((await guess(`2001:db8:1:2:${i}::${i}`)).status).not.toBe(429);
      expectPause(await guess('2001:db8:1:2:ffff::1'), 60);
      for (const elsewhere of ['2001:db8:1:3::1', '203.0.113.9', '::ffff:203.0.113.10']) expectPause(await guess(elsewhere), 30);
    },
    180_000,
  );

  it('a network that has failed three hundred times in a minute is locked for all names, and no other is', async () => {
    for (let batch = 0; batch < 30; batch++) {
      const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => guess(`sprayed-${batch}-${i}@example.com`, `2001:db8:9:9::${batch}`)));
      expect(answers.filter(({ status }) => status !== 401 && status !== 503)).toEqual([]);
      // A busy machine may refuse some: what was not tried does not count.
      for (const [i, { status }] of answers.entries()) if (status === 503) await guess(`sprayed-${batch}-${i}@example.com`, '2001:db8:9:9::1').expect(401);
    }
    const locked = await guess('one-more@example.com', '2001:db8:9:9:1::').expect(429);
    expect(locked.headers['ratelimit-policy']).toBe('"network";q=300;w=60');
    await guess('one-more@example.com', '2001:db8:9:a::').expect(401);
    const person: Person = await proxied.given.user();
    await proxied.http.post('/v2/auth/sign-in').send({ email: person.email, password: person.password }).expect(200);
  }, 180_000);
});
