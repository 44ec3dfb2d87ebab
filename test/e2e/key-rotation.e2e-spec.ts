import { decode } from 'jsonwebtoken';
import { Client } from 'pg';
import { KeyRotation } from '../../src/tokens/key-rotation';
import { SigningKeyRepository } from '../../src/tokens/signing-key.repository';
import { startApp, type TestApp } from '../support/app';
import { run } from '../support/database';
import { everywhere } from '../support/everywhere';
import { logOf } from '../support/log-lines';
import { within } from '../support/within';

const DAY = 86_400;
const CREDENTIALS = { email: 'ann@example.com', password: 'correct horse battery' };

/** What every instance does by itself each hour. */
const rotateDue = (app: TestApp) => everywhere(app, KeyRotation, (rotation) => rotation.rotateDue());
const kidOf = (token: string) => decode(token, { complete: true })?.header.kid;

async function signIn(app: TestApp): Promise<string> {
  const { body } = await app.http.post('/v2/auth/sign-in').send(CREDENTIALS).expect(200);
  return (body as { accessToken: string }).accessToken;
}

async function publishedKeys(app: TestApp): Promise<string[]> {
  const { body, headers } = await app.http.get('/.well-known/jwks.json').expect(200);
  expect(headers['cache-control']).toBe('public, max-age=300');
  return (body as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
}

const read = (app: TestApp, token: string, status: number) => app.http.get('/v2/users/me').set('authorization', `Bearer ${token}`).expect(status);

describe('rotation of signing keys', () => {
  let app: TestApp;

  beforeEach(async () => {
    app = await startApp();
    await app.http.post('/v2/users').send(CREDENTIALS).expect(201);
  });
  afterEach(() => app.close());

  it('ends no program in the midst of a reading that it then calls a failure', async () => {
    const second = await startApp({ DATABASE_URL: app.databaseUrl });
    const { lines } = logOf(second);
    const other = new Client({ connectionString: app.databaseUrl });
    await other.connect();
    try {
      await other.query('BEGIN');
      await other.query('LOCK TABLE signing_keys IN ACCESS EXCLUSIVE MODE');
      await app.db(`SELECT pg_notify('latchkey_changes', 'key:somebody-rotates')`);
      const waits = () => app.db(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
      await within(5_000, async () => expect((await waits()).length).toBeGreaterThan(0));
      const closed = second.close();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await other.query('COMMIT');
      await closed;
      expect(lines().filter(({ event }) => event === 'keys_not_read')).toEqual([]);
    } finally {
      await other.end();
    }
  });

  it('leaves a young key alone', async () => {
    const before = await publishedKeys(app);
    app.clock.advance(29 * DAY);
    await rotateDue(app);
    expect(await publishedKeys(app)).toEqual(before);
  });

  it('replaces an old one, and what that has signed stays good to its end', async () => {
    app.clock.advance(30 * DAY);
    const old = await signIn(app);
    await rotateDue(app);
    const fresh = await signIn(app);
    expect(kidOf(fresh)).not.toBe(kidOf(old));
    expect(await publishedKeys(app)).toEqual(expect.arrayContaining([kidOf(old), kidOf(fresh)]));
    await read(app, old, 200);
    await read(app, fresh, 200);
  });

  it('has always published the key that takes over, and publishes the one after it at once', async () => {
    const before = await publishedKeys(app);
    expect(before).toHaveLength(2);
    expect(before).toContain(kidOf(await signIn(app)));
    for (let turn = 1; turn <= 3; turn++) {
      const known = await publishedKeys(app);
      app.clock.advance(30 * DAY);
      await rotateDue(app);
      expect(known).toContain(kidOf(await signIn(app)));
      expect(await publishedKeys(app)).toHaveLength(3);
    }
  });

  it('lets an old key sign on while the next one is not published for a day, as after an upgrade', async () => {
    const old = kidOf(await signIn(app));
    await app.db('DELETE FROM signing_keys WHERE activated_at IS NULL');
    await (await startApp({ DATABASE_URL: app.databaseUrl })).close();
    await app.db(`UPDATE signing_keys SET created_at = created_at + interval '40 days' WHERE activated_at IS NULL`);
    const upgraded = await startApp({ DATABASE_URL: app.databaseUrl });
    try {
      const [, next] = await publishedKeys(upgraded);
      for (const [later, signing] of [
        [40 * DAY, old],
        [DAY - 600, old],
        [600, next],
      ] as const) {
        upgraded.clock.advance(later);
        await rotateDue(upgraded);
        expect(kidOf(await signIn(upgraded))).toBe(signing);
      }
    } finally {
      await upgraded.close();
    }
  });

  it('goes on where an instance of an earlier version has made a key that says nothing of when it signs', async () => {
    const [current] = await app.db<{ id: string }>(`SELECT id FROM signing_keys WHERE purpose = 'access' AND activated_at IS NOT NULL`);
    await app.db('UPDATE signing_keys SET retired_at = now() WHERE id = $1', [current!.id]);
    const later = await startApp({ DATABASE_URL: app.databaseUrl });
    try {
      expect(await publishedKeys(later)).toHaveLength(3);
      expect(await publishedKeys(later)).toContain(kidOf(await signIn(later)));
      expect(kidOf(await signIn(later))).not.toBe(current!.id);
    } finally {
      await later.close();
    }
  });

  it('publishes a retired key until nothing it signed can be good', async () => {
    const old = kidOf(await signIn(app));
    app.clock.advance(30 * DAY);
    await rotateDue(app);
    const all = await publishedKeys(app);
    expect(all).toContain(old);
    app.clock.advance(900);
    await rotateDue(app);
    expect(await publishedKeys(app)).toEqual(all);
    app.clock.advance(3_601);
    await rotateDue(app);
    expect(await publishedKeys(app)).toEqual(all.filter((kid) => kid !== old));
  });

  it('keeps what a retired key has signed for the legacy formats good to the end of its session', async () => {
    await app.close();
    app = await startApp({ LEGACY_SESSION_TTL: '1d', LEGACY_SESSION_IDLE_TTL: '1d' });
    await app.http.post('/v2/users').send(CREDENTIALS).expect(201);
    app.clock.advance(30 * DAY - 60);
    const { body } = await app.http.post('/user/auth').send({ username: CREDENTIALS.email, password: CREDENTIALS.password }).expect(200);
    const own = (status: number) =>
      app.http
        .get('/user')
        .set('authorization', `Bearer ${(body as { token: string }).token}`)
        .expect(status);
    const legacyKeys = () => app.db(`SELECT id FROM signing_keys WHERE purpose = 'legacy' AND retired_at IS NOT NULL`);
    app.clock.advance(60);
    await rotateDue(app);
    expect(await legacyKeys()).toHaveLength(1);
    app.clock.advance(30 * DAY - 120);
    await rotateDue(app);
    await own(200);
    app.clock.advance(120);
    await own(401);
    app.clock.advance(3_600);
    await rotateDue(app);
    expect(await legacyKeys()).toHaveLength(1);
  });

  it('happens once where several instances find a key old at once, and each knows the new key at once', async () => {
    const other = await startApp({ DATABASE_URL: app.databaseUrl });
    for (const instance of [app, other]) instance.clock.advance(30 * DAY);
    await Promise.all([app, other, app, other].map(rotateDue));
    expect(await publishedKeys(app)).toHaveLength(3);
    expect(await publishedKeys(other)).toEqual(await publishedKeys(app));
    const made = await app.app.get(KeyRotation, { strict: false }).rotateNow();
    expect(made).toHaveLength(2);
    other.clock.advance(6);
    await read(other, await signIn(app), 200);
    await other.close();
  });

  it('has each instance read the keys once or twice where all of them change at once', async () => {
    const everyone = app.apps.length;
    const reading = jest.spyOn(SigningKeyRepository.prototype, 'all');
    try {
      await run(app.databaseUrl, `UPDATE signing_keys SET created_at = created_at - interval '1 second'`);
      await within(2_000, () => Promise.resolve(expect(reading.mock.calls.length).toBeGreaterThanOrEqual(everyone)));
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(reading.mock.calls.length).toBeLessThanOrEqual(2 * everyone);
    } finally {
      reading.mockRestore();
    }
  });

  it('keeps private keys out of the database in the clear', async () => {
    const keys = await app.db<{ sealed_key: Buffer; public_jwk: { d?: string } | null }>('SELECT sealed_key, public_jwk FROM signing_keys');
    expect(keys).toHaveLength(4);
    for (const { sealed_key, public_jwk } of keys) {
      expect(sealed_key[0]).toBe(1);
      expect(public_jwk?.d).toBeUndefined();
    }
  });
});
