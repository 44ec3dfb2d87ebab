import { randomBytes } from 'node:crypto';
import { AuditBuffer } from '../../src/audit/audit-buffer';
import { AuditIds } from '../../src/audit/audit-ids';
import { AuditSweep } from '../../src/audit/audit-sweep';
import { startApp, type TestApp } from '../support/app';
import { traced, trailOf } from '../support/audit';
import { wholeStoreOf } from '../support/store';

const DAY = 86_400;
let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.close());

const signIn = (email: string, password: string, headers: Record<string, string> = {}) =>
  app.http.post('/v2/auth/sign-in').set(headers).send({ email, password });

describe('what is refused', () => {
  it('is told of an unknown identifier without keeping it, and of a username as of an address', async () => {
    const person = await app.given.user({ username: 'zoe-tried' });
    const trail = await traced(app, async () => {
      await signIn('My-Secret-Typed-In-The-Wrong-Field@example.com', 'wrong').expect(401);
      await app.http.post('/v2/auth/sign-in').send({ username: 'Zoe-Tried', password: 'wrong' }).expect(401);
    });
    expect(trail.map(({ event, subject }) => [event, subject])).toEqual([
      ['sign_in_failed', null],
      ['sign_in_failed', person.id],
    ]);
    expect(JSON.stringify(await wholeStoreOf(app))).not.toMatch(/my-secret-typed/i);
  });

  it('by a lock is one event with its number for each quarter of a second, with whose account it is', async () => {
    const person = await app.given.user();
    for (let i = 0; i < 10; i++) await signIn(person.email, 'wrong');
    const trail = await traced(app, () => Promise.all(Array.from({ length: 50 }, () => signIn(person.email, 'wrong').expect(429))));
    const locks = trail.filter(({ event }) => event === 'sign_in_locked');
    expect(locks.every(({ subject, outcome, ip }) => subject === person.id && outcome === 'denied' && ip === '127.0.0.1')).toBe(true);
    expect(locks.reduce((sum, { facts }) => sum + Number(facts['times'] ?? 1), 0)).toBe(50);
  });

  it.each([
    ['forged links', () => ({ token: randomBytes(32).toString('base64url') })],
    ['codes for ever other addresses that nobody has', () => ({ email: `${randomBytes(8).toString('hex')}@example.com`, code: 'AAAA-AAAA' })],
  ])('by %s is one event with its number for each quarter of a second', async (_, guess) => {
    const confirm = () =>
      app.http
        .post('/v2/password-recovery/confirm')
        .send({ ...guess(), newPassword: 'Brand-New-Horse-1' })
        .expect((answer) => expect([403, 410]).toContain(answer.status));
    const began = performance.now();
    const trail = await traced(app, async () => {
      for (let batch = 0; batch < 5; batch++) await Promise.all(Array.from({ length: 20 }, confirm));
    });
    expect(trail.length).toBeLessThanOrEqual(app.apps.length * (3 + (performance.now() - began) / 250));
    expect(trail.every(({ event, outcome, subject }) => event === 'recovery_failed' && outcome === 'failure' && subject === null)).toBe(true);
    expect(trail.reduce((sum, { facts }) => sum + Number(facts['times'] ?? 1), 0)).toBe(100);
  });

  it('tells a reused refresh token by its class, and a forged one', async () => {
    const phone = await app.given.session(await app.given.user());
    const refresh = (refreshToken: string) => app.http.post('/v2/auth/refresh').send({ refreshToken });
    const [sid] = phone.refreshToken.split('.');
    const trail = await traced(app, async () => {
      await refresh(`${sid}.0.${'A'.repeat(43)}`).expect(401);
      await refresh(phone.refreshToken).expect(200);
      app.clock.advance(11);
      await refresh(phone.refreshToken).expect(401);
    });
    expect(trail.map(({ event, session, facts }) => [event, session, facts['reuse']])).toEqual([
      ['refresh_token_reused', phone.sessionId, 'foreign'],
      ['refresh_token_reused', phone.sessionId, 'recent'],
    ]);
  });
});

describe('the trail', () => {
  it('takes hostile headers as plain text', async () => {
    const person = await app.given.user();
    const agent = `x'); DROP TABLE audit_events; -- "<b>{{7*7}}\t${'~'.repeat(600)}`;
    const [event] = await traced(app, () => signIn(person.email, 'wrong', { 'user-agent': agent }).expect(401));
    expect(event).toMatchObject({ subject: person.id, agent: agent.slice(0, 512) });
  });

  it.each([
    ['UPDATE', `UPDATE audit_events SET outcome = 'success'`],
    ['UPDATE under the sweep’s own setting', `SET latchkey.audit_change = 'UPDATE'; UPDATE audit_events SET outcome = 'success'`],
    ['DELETE', 'DELETE FROM audit_events'],
    ['TRUNCATE', 'TRUNCATE audit_events'],
  ])('refuses %s in the database itself', async (_, sql) => {
    const before = await trailOf(app);
    expect(before.length).toBeGreaterThan(10);
    await expect(app.db(sql)).rejects.toThrow(/append-only/);
    expect(await trailOf(app)).toEqual(before);
  });

  it('loses nothing of what was recorded when its transaction is rolled back, and keeps nothing that did not happen', async () => {
    await app.given.user({ username: 'first-come' });
    const phone = await app.given.session(await app.given.user({ username: 'second-come' }));
    const rename = (username: string) => phone.patch('/v2/users/me').send({ username });
    expect(await traced(app, () => rename('FIRST-come').expect(409))).toEqual([]);
    expect((await traced(app, () => rename('third-come').expect(200))).map(({ event }) => event)).toEqual(['username_changed']);
    expect(await traced(app, () => rename('third-come').expect(200))).toEqual([]);
  });

  it('bounds what waits in a storm, says how much was dropped, and leaves room for what matters', async () => {
    const person = await app.given.user();
    const buffer = app.app.get(AuditBuffer, { strict: false });
    const row = {
      at: app.clock.now(),
      subjectId: person.id,
      actor: 'anonymous',
      actorId: null,
      sessionId: null,
      api: 'native',
      userAgent: null,
      requestId: null,
    } as const;
    const ids = new AuditIds();
    const id = () => ids.next(app.clock.now());
    const trail = await traced(app, () => {
      for (let i = 0; i < 3_000; i++)
        buffer.add({ ...row, id: id(), event: 'sign_in_locked', outcome: 'denied', ip: `2001:db8::${i.toString(16)}`, facts: {} }, null);
      buffer.add({ ...row, id: id(), event: 'signed_in', outcome: 'success', actor: 'self', ip: '203.0.113.1', facts: {} }, null);
      expect(buffer.size).toBe(1_001);
      return Promise.resolve();
    });
    expect(trail.filter(({ event }) => event === 'signed_in')).toHaveLength(1);
    expect(trail.filter(({ event }) => event === 'sign_in_locked')).toHaveLength(1_000);
    expect(trail.at(-1)).toMatchObject({ event: 'audit_events_dropped', actor: 'system', facts: { sign_in_locked: 2_000 } });
  });

  it('is swept of what is older than its retention, and of nothing else', async () => {
    const sweep = () => app.app.get(AuditSweep, { strict: false }).sweep();
    const before = await trailOf(app);
    app.clock.advance(399 * DAY);
    await app.http.post('/v2/auth/sign-in').send({ email: 'nobody@example.com', password: 'wrong' }).expect(401);
    expect(await sweep()).toBe(0);
    app.clock.advance(2 * DAY);
    expect(await sweep()).toBe(before.length);
    expect((await trailOf(app)).map(({ event }) => event)).toEqual(['sign_in_failed']);
  });
});

describe('notes on their way', () => {
  it('are written when the program stops', async () => {
    const other = await startApp();
    const person = await other.given.user();
    const keeper = await startApp({ DATABASE_URL: other.databaseUrl });
    await signInAt(keeper, person.email);
    await keeper.close();
    const left = await other.db<{ event: string }>(`SELECT event FROM audit_events WHERE event = 'sign_in_failed'`);
    await other.close();
    expect(left).toHaveLength(1);
  });
});

const signInAt = (at: TestApp, email: string) => at.http.post('/v2/auth/sign-in').send({ email, password: 'wrong' }).expect(401);
