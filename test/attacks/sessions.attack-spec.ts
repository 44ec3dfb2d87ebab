import { UsersService } from '../../src/users/users.service';
import type { Person } from '../support/factories';
import { tokenOf } from '../support/mailbox';
import { startApp, type TestApp } from '../support/app';
import { createDatabase } from '../support/database';
import { type Pair, startPair } from '../support/pair';
import { enter, SESSION_DOORS } from '../support/session-doors';
import { within } from '../support/within';

const NEW = 'Staple-Battery-2-Horse';
const DOORS = SESSION_DOORS.map((door) => [door.api, door] as const);

describe.each(DOORS)('a session of %s', (_, door) => {
  let pair: Pair;
  let person: Person;
  let token: string;
  beforeAll(async () => {
    pair = await startPair({ THROTTLE: 'off', MAX_SESSIONS_PER_USER: '5' });
  });
  afterAll(() => pair?.close());
  beforeEach(async () => {
    person = await pair.here.given.user();
    token = await enter(door, pair.here, person);
    for (const app of pair.both) expect(door.letIn(await door.call(app, token))).toBe(true);
  });

  const users = () => pair.here.app.get(UsersService, { strict: false });

  async function expectDeadEverywhere(): Promise<void> {
    expect(door.letIn(await door.call(pair.here, token))).toBe(false);
    await within(1_000, async () => expect(door.letIn(await door.call(pair.there, token))).toBe(false));
  }

  it('31: is dead everywhere once it was ended', async () => {
    const laptop = await pair.here.given.session(person);
    await laptop.delete('/v2/sessions').expect(200);
    await expectDeadEverywhere();
  });

  it('32: is dead at the next request once the account is disabled, and the account signs in nowhere', async () => {
    await users().setDisabled(person.id, true);
    await expectDeadEverywhere();
    for (const app of pair.both) expect(door.tokenIn(await door.signIn(app, person))).toBe('');
  });

  it('32: is dead at the next request once the account is deleted', async () => {
    const laptop = await pair.here.given.session(person);
    await laptop.delete('/v2/users/me').send({ currentPassword: person.password }).expect(204);
    await expectDeadEverywhere();
  });

  it('35: is one of at most MAX_SESSIONS_PER_USER, however many sign in at once', async () => {
    await Promise.all(Array.from({ length: 12 }, (_unused, i) => door.signIn(pair.both[i % 2 === 0 ? 0 : 1], person)));
    const living = await pair.here.db('SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL', [person.id]);
    expect(living.length).toBeLessThanOrEqual(5);
    expect(living.length).toBeGreaterThan(0);
  });

  it('36: is dead after a reset of the password, though others signed in with the old one meanwhile', async () => {
    await pair.here.http.post('/v2/password-recovery').send({ email: person.email }).expect(202);
    const mailed = tokenOf(await pair.here.mailbox.waitFor(person.email, { subject: /new password/i }));
    const racing = Promise.all(Array.from({ length: 8 }, (_unused, i) => door.signIn(pair.both[i % 2 === 0 ? 0 : 1], person)));
    await pair.here.http.post('/v2/password-recovery/confirm').send({ token: mailed, newPassword: NEW }).expect(204);
    const tokens = (await racing).map((answer) => door.tokenIn(answer)).filter((opened) => opened !== '');
    await expectDeadEverywhere();
    for (const opened of tokens) expect(door.letIn(await door.call(pair.here, opened))).toBe(false);
    expect(await pair.here.db('SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL', [person.id])).toEqual([]);
  });

  it('73: is dead after the account was deleted, also once the address is registered again', async () => {
    const laptop = await pair.here.given.session(person);
    await laptop.delete('/v2/users/me').send({ currentPassword: person.password }).expect(204);
    const again = await pair.here.given.user({ email: person.email, password: person.password });
    expect(again.id).not.toBe(person.id);
    await expectDeadEverywhere();
    expect(door.letIn(await door.call(pair.here, await enter(door, pair.here, again)))).toBe(true);
  });
});

describe.each(DOORS)('after a restart, of %s', (_, door) => {
  it('37: an ended session stays dead, and a living one lives', async () => {
    const database = await createDatabase();
    const start = (): Promise<TestApp> => startApp({ THROTTLE: 'off', DATABASE_URL: database.url });
    const first = await start();
    const [ann, eve] = [await first.given.user(), await first.given.user()];
    const [living, dead] = [await enter(door, first, ann), await enter(door, first, eve)];
    await (await first.given.session(eve)).delete('/v2/sessions').expect(200);
    await first.close();
    const second = await start();
    expect(door.letIn(await door.call(second, dead))).toBe(false);
    expect(door.letIn(await door.call(second, living))).toBe(true);
    await second.close();
    await database.drop();
  });
});
