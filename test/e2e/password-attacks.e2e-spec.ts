import type { Response } from 'supertest';
import type { ApiName } from '../../src/config/config';
import { startApp, type TestApp } from '../support/app';
import { PASSWORD_DOORS, type PasswordDoor } from '../support/password-doors';
import { SIGN_IN_DOORS } from '../support/sign-in-doors';
import { storeOf } from '../support/store';

/** The lines 1 to 6 of the attack list (ASVS 5.0 V6.2, NIST SP 800-63B-4), at every door of every API. */

let legacy: TestApp;
let strict: TestApp;
beforeAll(async () => {
  legacy = await startApp({ THROTTLE: 'off' });
  strict = await startApp({ THROTTLE: 'off', LEGACY_PASSWORD_POLICY: 'native' });
});
afterAll(async () => {
  await legacy?.close();
  await strict?.close();
});

/** What an API says of a password that won't do, and whether it is in the API's own envelope. */
const REASONS: Record<ApiName, (answer: Response) => unknown> = {
  native: ({ status, body, type }) => [status, type, (body as { errors: { code: string }[] }).errors[0]?.code],
  mixapp: ({ status, body }) => [status, body],
  uprogress: ({ status, body }) => [status, (body as { errors: { password: string[] } }).errors.password],
  amadis: ({ status, body }) => [status, (body as { status: string }).status, Object.values((body as { data: object }).data)],
  appmixer: ({ status, body }) => [status, body],
};

const refusals = (code: string, mixapp: string, words: string, others: RegExp): Record<ApiName, unknown> => ({
  native: [400, 'application/problem+json', code],
  mixapp: [200, { error_code: 656, error_message: mixapp, more_info: '' }],
  uprogress: [422, [words]],
  amadis: [400, 'fail', [expect.stringMatching(others)]],
  appmixer: [400, { statusCode: 400, error: 'Bad Request', message: expect.stringMatching(others) as string }],
});

const signsIn = async (app: TestApp, email: string, password: string) => {
  const { status } = await app.http.post('/v2/auth/sign-in').send({ email, password });
  return status === 200;
};

const succeeded = ({ status, body }: Response) => status < 300 && !('error_code' in (body as object));

async function expectRefused(app: TestApp, door: PasswordDoor, password: string, reason: unknown): Promise<void> {
  const caller = await door.come(app);
  const before = await storeOf(app);
  const answer = await caller.set(password);
  expect(REASONS[door.api](answer)).toEqual(reason);
  expect(await storeOf(app)).toEqual(before);
  // Nothing was used up: the same caller goes on with a better one.
  expect(succeeded(await caller.set('Plum-Kettle-93-Harbour'))).toBe(true);
  expect(await signsIn(app, caller.email, 'Plum-Kettle-93-Harbour')).toBe(true);
}

describe.each(PASSWORD_DOORS.map((door) => [door.name, door] as const))('a new password by %s', (_, door) => {
  it('1: one character too short is refused, the shortest is taken', async () => {
    const caller = await door.come(legacy);
    expect(succeeded(await caller.set('Kq7-xWz2'.slice(0, door.min - 1)))).toBe(false);
    const shortest = 'Kq7-xWz2'.slice(0, door.min);
    expect(succeeded(await caller.set(shortest))).toBe(true);
    expect(await signsIn(legacy, caller.email, shortest)).toBe(true);
  });

  it.each([
    ['64 characters', 'k7Wq-'.repeat(12) + 'Zt4!'],
    ['emoji', '🦊🌲🍄⛵️🎈🧭🪁🐙'],
    ['spaces at both ends and between', '  a quiet harbour at dusk  '],
  ])('2: %s are taken as they are', async (_name, password) => {
    const caller = await door.come(strict);
    expect(succeeded(await caller.set(password))).toBe(true);
    expect(await signsIn(strict, caller.email, password)).toBe(true);
    expect(await signsIn(strict, caller.email, password.trim())).toBe(password === password.trim());
  });

  it('3: 129 characters are refused; what differs only after byte 72 is another password', async () => {
    const long = Array.from({ length: 128 }, (_unused, i) => 'k7Wq-Zt4!m'[(i * 7 + (i >> 3)) % 10]).join('');
    const caller = await door.come(legacy);
    expect(succeeded(await caller.set(`${long}x`))).toBe(false);
    expect(succeeded(await caller.set(long))).toBe(true);
    expect(await signsIn(legacy, caller.email, `${long.slice(0, 127)}#`)).toBe(false);
    expect(await signsIn(legacy, caller.email, long.slice(0, 72))).toBe(false);
    expect(await signsIn(legacy, caller.email, long)).toBe(true);
  });

  const common = refusals('too_common', 'Password is too common', 'is too common', /guessed first/);
  const service = refusals(
    'contains_service_name',
    'Password is too much like the name of this service',
    'is too much like the name of this service',
    /name of this service/,
  );
  const personal = refusals('contains_personal_data', 'Password is too much like your name or email', 'is too much like your name or email', /name or address/);

  it.each([
    ['a common one', 'Password123', common],
    ['a common one in disguise', 'P@ssw0rd!', common],
    ['one along the keyboard', 'qwertyuiop', common],
    ['one sign over and over', 'zzzzzzzzzzzz', common],
    ['the product’s name', 'Latchkey2026', service],
  ])('5: %s is refused with the reason, and nothing is used up', async (_name, password, reason) => {
    await expectRefused(strict, door, password, reason[door.api]);
    if (door.api === 'native') await expectRefused(legacy, door, password, reason.native);
  });

  it('5: the person’s own address is refused, and their name where it is known', async () => {
    await expectRefused(strict, door, 'orchard-club', personal[door.api]);
    if (!['POST /user', 'POST /api/v1/registrations'].includes(door.name)) await expectRefused(strict, door, 'mirabelle-77', personal[door.api]);
  });

  it('5: a legacy format keeps its documented rules', async () => {
    const caller = await door.come(legacy);
    expect(succeeded(await caller.set('Password123'))).toBe(door.api !== 'native');
  });
});

describe.each(SIGN_IN_DOORS.map((door) => [door.name, door] as const))('a password at %s', (_, door) => {
  it('4: trimmed or in another case fails, also with the server’s own words for any other wrong one', async () => {
    const person = await legacy.given.user({ password: '  Plum Kettle Harbour ' });
    const wrong = await door.prove(legacy, person.email, 'something else');
    for (const guess of ['Plum Kettle Harbour', '  plum kettle harbour ', '  PLUM KETTLE HARBOUR ', '  Plum  Kettle Harbour ']) {
      const answer = await door.prove(legacy, person.email, guess);
      expect(door.accepted(answer)).toBe(false);
      expect([answer.status, answer.body]).toEqual([wrong.status, wrong.body]);
    }
    expect(door.accepted(await door.prove(legacy, person.email, person.password))).toBe(true);
  });

  it('6: is the same in composed and in decomposed form', async () => {
    const composed = 'Brûlée-Éclair-Öl-9';
    const [one, other] = [await legacy.given.user({ password: composed }), await legacy.given.user({ password: composed.normalize('NFD') })];
    expect(door.accepted(await door.prove(legacy, one.email, composed.normalize('NFD')))).toBe(true);
    expect(door.accepted(await door.prove(legacy, other.email, composed))).toBe(true);
  });
});
