import { randomBytes } from 'node:crypto';
import { startApp, type TestApp } from '../support/app';
import { latchkey, resultOf } from '../support/cli';
import { createDatabase, run as sql, type TestDatabase } from '../support/database';
import type { Device, Person } from '../support/factories';

const secret = () => randomBytes(32).toString('base64');
const OLD = secret();
const NEW = secret();

describe('LATCHKEY_SECRET', () => {
  let database: TestDatabase;
  let app: TestApp | undefined;
  let ann: Person;
  let phone: Device;

  beforeEach(async () => {
    database = await createDatabase();
    await run(OLD);
    ann = await app!.given.user();
    phone = await app!.given.session(ann);
  });
  afterEach(async () => {
    await app?.close();
    await database.drop();
  });

  /** Ends the instance that runs, and starts one with these secrets. */
  async function run(current: string, previous?: string): Promise<void> {
    await app?.close();
    app = undefined;
    app = await startApp({ DATABASE_URL: database.url, LATCHKEY_SECRET: current, ...(previous ? { LATCHKEY_SECRET_PREVIOUS: previous } : {}) });
  }
  const read = () => app!.http.get('/v2/users/me').set('authorization', `Bearer ${phone.accessToken}`);
  const refresh = () => app!.http.post('/v2/auth/refresh').send({ refreshToken: phone.refreshToken });

  it('changes in two steps, and nobody notices', async () => {
    await run(OLD, NEW);
    await read().expect(200);
    await run(NEW, OLD);
    await read().expect(200);
    await refresh().expect(200);
    // Signing keys are sealed anew, so the old secret is needed by sessions of before alone.
    await run(NEW);
    await read().expect(200);
    await (await app!.given.session(ann)).get('/v2/users/me').expect(200);
  });

  it('may be at the first step on one instance and at the second on another', async () => {
    await run(OLD, NEW);
    const other = await startApp({ DATABASE_URL: database.url, LATCHKEY_SECRET: NEW, LATCHKEY_SECRET_PREVIOUS: OLD });
    try {
      const laptop = await other.given.session(ann);
      await app!.http.post('/v2/auth/refresh').send({ refreshToken: laptop.refreshToken }).expect(200);
      await app!.http.get('/v2/users/me').set('authorization', `Bearer ${laptop.accessToken}`).expect(200);
    } finally {
      await other.close();
    }
  });

  it('is missed at the start when it is another, and nothing is overwritten', async () => {
    await expect(run(NEW)).rejects.toThrow('LATCHKEY_SECRET is not the one it was sealed with');
    await run(OLD);
    await read().expect(200);
    await refresh().expect(200);
  });

  it.each([
    ['keys discard --all', (settings: Record<string, string>) => latchkey(settings, 'keys', 'discard', '--all').then(resultOf)],
    ['a statement in the database', () => sql(database.url, 'DELETE FROM signing_keys')],
  ])('can be lost: without the keys that it sealed, gone by %s, people sign in again', async (_, discard) => {
    const settings: Record<string, string> = { ...app!.settings, LATCHKEY_SECRET: NEW };
    await app!.close();
    app = undefined;
    await discard(settings);
    const without = resultOf(await latchkey(settings, 'users', 'end-sessions', '--all'));
    expect(without).toEqual({ endedSessions: 1 });
    await run(NEW);
    await read().expect(401);
    await refresh().expect(401);
    await (await app!.given.session(ann)).get('/v2/users/me').expect(200);
  });
});
