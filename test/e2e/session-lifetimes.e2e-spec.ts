import { SignIn } from '../../src/auth/sign-in.service';
import { claimedDevice } from '../../src/sessions/device';
import { LastSeen } from '../../src/sessions/last-seen';
import { SessionRepository } from '../../src/sessions/session.repository';
import { startApp, type TestApp } from '../support/app';
import { everywhere, usesKnown } from '../support/everywhere';
import type { Device, Person } from '../support/factories';
import { readMe, refreshAt, startPair, untilRemembered } from '../support/pair';

const MINUTE = 60;
const HOUR = 3_600;
const SHORT = { THROTTLE: 'off', SESSION_IDLE_TTL: '1h', SESSION_TTL: '3h', ACCESS_TOKEN_TTL: '1d' };

const writeUses = (app: TestApp) => everywhere(app, LastSeen, (seen) => seen.write());

async function withApp(settings: Record<string, string>, work: (app: TestApp) => Promise<void>): Promise<void> {
  const app = await startApp(settings);
  await work(app).finally(() => app.close());
}

describe('a session’s life (ASVS 7.3.1, 7.3.2)', () => {
  it('ends with its idle time without use, and goes on with use to the absolute end, which nothing moves', async () => {
    await withApp(SHORT, async (app) => {
      const person = await app.given.user();
      const [used, refreshed, idle] = [await app.given.session(person), await app.given.session(person), await app.given.session(person)];
      const end = app.clock.now().getTime() + 3 * HOUR * 1000;
      let { refreshToken } = refreshed;
      const expectEnd = (expiresAt: string) => expect(Math.abs(Date.parse(expiresAt) - end)).toBeLessThan(2_000);
      for (const minutes of [50, 100, 150]) {
        app.clock.advance(50 * MINUTE);
        await readMe(app, used.accessToken).expect(200);
        await usesKnown(app);
        const { body } = await refreshAt(app, refreshToken).expect(200);
        ({ refreshToken } = body as Device);
        expectEnd((body as { session: { expiresAt: string } }).session.expiresAt);
        if (minutes === 100) {
          expect((await readMe(app, idle.accessToken).expect(401)).body).toMatchObject({ code: 'token_expired' });
          await refreshAt(app, idle.refreshToken).expect(401);
        }
      }
      app.clock.advance(29 * MINUTE);
      await writeUses(app);
      expectEnd(((await used.get('/v2/sessions/current').expect(200)).body as { expiresAt: string }).expiresAt);
      app.clock.advance(2 * MINUTE);
      for (const { accessToken } of [used, refreshed]) await readMe(app, accessToken).expect(401);
      for (const token of [used.refreshToken, refreshToken]) await refreshAt(app, token).expect(401);
    });
  });

  it('goes on with use on another instance, though this one remembers an older use', async () => {
    const pair = await startPair(SHORT);
    const phone = await pair.here.given.session(await pair.here.given.user());
    await untilRemembered(pair.both, phone.accessToken);
    for (const app of pair.both) app.clock.advance(50 * MINUTE);
    await readMe(pair.here, phone.accessToken).expect(200);
    await writeUses(pair.here);
    for (const app of pair.both) app.clock.advance(50 * MINUTE);
    await readMe(pair.there, phone.accessToken).expect(200);
    await pair.close();
  });

  it('goes on with use however short the idle time is', async () => {
    await withApp({ ...SHORT, SESSION_IDLE_TTL: '20s' }, async (app) => {
      const phone = await app.given.session(await app.given.user());
      for (let uses = 0; uses < 12; uses++) {
        app.clock.advance(8);
        await readMe(app, phone.accessToken).expect(200);
      }
      await refreshAt(app, phone.refreshToken).expect(200);
      app.clock.advance(21);
      await readMe(app, phone.accessToken).expect(401);
    });
  });

  it('ends with the person’s other sessions, though its last use is not written yet', async () => {
    await withApp(SHORT, async (app) => {
      const person = await app.given.user();
      const [phone, tablet] = [await app.given.session(person), await app.given.session(person)];
      for (let uses = 0; uses < 2; uses++) {
        app.clock.advance(50 * MINUTE);
        for (const { accessToken } of [phone, tablet]) await readMe(app, accessToken).expect(200);
      }
      const laptop = await app.given.session(person);
      await tablet.post('/v2/auth/sign-out').expect(204);
      await laptop.delete('/v2/sessions').expect(200);
      await writeUses(app);
      for (const { accessToken } of [phone, tablet]) await readMe(app, accessToken).expect(401);
    });
  });
});

describe('when a session was last seen', () => {
  const seen = async (app: TestApp) => {
    const rows = await app.db<{ id: string; last_seen_at: Date }>('SELECT id, last_seen_at FROM sessions WHERE ended_at IS NULL');
    return new Map(rows.map((row) => [row.id, row.last_seen_at.getTime()]));
  };

  it('is written in batches, at most once a minute for each session', async () => {
    await withApp(SHORT, async (app) => {
      const person = await app.given.user();
      const devices = await Promise.all(Array.from({ length: 5 }, () => app.given.session(person)));
      const use = () => Promise.all(devices.flatMap(({ accessToken }) => [1, 2, 3].map(() => readMe(app, accessToken).expect(200))));
      const writing = jest.spyOn(SessionRepository.prototype, 'markSeen');
      const written = () => writing.mock.calls.flatMap(([batch]) => batch.map(({ id }) => id)).sort();
      const before = await seen(app);
      app.clock.advance(50);
      await use();
      await writeUses(app);
      expect(await seen(app)).toEqual(before);
      for (let minute = 1; minute <= 3; minute++) {
        writing.mockClear();
        app.clock.advance(61);
        const now = app.clock.now().getTime();
        await use();
        await writeUses(app);
        await use();
        await writeUses(app);
        expect(written()).toEqual(devices.map(({ sessionId }) => sessionId).sort());
        // One batch, or two where the regular writing came in between.
        expect(writing.mock.calls.length).toBeLessThanOrEqual(2);
        for (const at of (await seen(app)).values()) expect(at).toBeGreaterThanOrEqual(now);
      }
      writing.mockRestore();
    });
  });

  it('is written when the program stops', async () => {
    const pair = await startPair(SHORT);
    const phone = await pair.here.given.session(await pair.here.given.user());
    pair.there.clock.advance(10 * MINUTE);
    await readMe(pair.there, phone.accessToken).expect(200);
    await pair.there.close();
    expect((await seen(pair.here)).get(phone.sessionId)).toBeGreaterThan(pair.here.clock.now().getTime() + 9 * MINUTE * 1000);
    await pair.here.close();
  });
});

describe('more sessions than MAX_SESSIONS_PER_USER', () => {
  const CAP = { THROTTLE: 'off', MAX_SESSIONS_PER_USER: '5' };
  const mixapp = async (app: TestApp, { email, password }: Person) => {
    const device = claimedDevice({}, { ip: null, userAgent: null });
    return (await app.app.get(SignIn, { strict: false }).signIn({ email, password }, 'mixapp', device)).session.id;
  };
  const living = async (app: TestApp) => (await app.db<{ id: string }>('SELECT id FROM sessions WHERE ended_at IS NULL')).map(({ id }) => id).sort();

  it('cannot be had by signing in in parallel, on two instances', async () => {
    const pair = await startPair(CAP);
    const person = await pair.here.given.user();
    const devices = await Promise.all(Array.from({ length: 24 }, (_, i) => pair.both[i % 2 === 0 ? 0 : 1].given.session(person)));
    expect(await living(pair.here)).toHaveLength(5);
    const statuses = await Promise.all(devices.map(async ({ accessToken }) => (await readMe(pair.here, accessToken)).status));
    expect(statuses.filter((status) => status === 200)).toHaveLength(5);
    expect(await pair.here.db(`SELECT FROM sessions WHERE end_reason = 'superseded'`)).toHaveLength(19);
    await pair.close();
  });

  it('end the one that was longest idle, not the oldest', async () => {
    await withApp(CAP, async (app) => {
      const person = await app.given.user();
      const devices: Device[] = [];
      for (let i = 0; i < 5; i++) {
        devices.push(await app.given.session(person));
        app.clock.advance(2 * MINUTE);
      }
      const [oldest, next, ...others] = devices;
      await readMe(app, oldest!.accessToken).expect(200);
      await writeUses(app);
      const sixth = await app.given.session(person);
      expect(await living(app)).toEqual([oldest!, ...others, sixth].map(({ sessionId }) => sessionId).sort());
      await readMe(app, next!.accessToken).expect(401);
    });
  });

  it('end one of the same kind first, and another’s only where there is none', async () => {
    await withApp(CAP, async (app) => {
      const person = await app.given.user();
      const legacy = [];
      for (let i = 0; i < 4; i++) {
        legacy.push(await mixapp(app, person));
        app.clock.advance(2 * MINUTE);
      }
      const first = await app.given.session(person);
      expect(await living(app)).toEqual([...legacy, first.sessionId].sort());
      app.clock.advance(2 * MINUTE);
      const second = await app.given.session(person);
      expect(await living(app)).toEqual([...legacy, second.sessionId].sort());
      const fifth = await mixapp(app, person);
      expect(await living(app)).toEqual([...legacy.slice(1), fifth, second.sessionId].sort());
      await second.post('/v2/auth/sign-out').expect(204);
      const sixth = await mixapp(app, person);
      app.clock.advance(2 * MINUTE);
      const third = await app.given.session(person);
      expect(await living(app)).toEqual([...legacy.slice(2), fifth, sixth, third.sessionId].sort());
    });
  });
});
