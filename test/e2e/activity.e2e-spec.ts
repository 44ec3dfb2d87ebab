import { AuditBuffer } from '../../src/audit/audit-buffer';
import { startApp, type TestApp } from '../support/app';
import { auditWritten, trailOf } from '../support/audit';
import type { Device, Person } from '../support/factories';
import { latchkey } from '../support/cli';
import { wholeStoreOf } from '../support/store';

interface Activity {
  readonly events: {
    id: string;
    at: string;
    event: string;
    outcome: string;
    api: string | null;
    ip: string | null;
    userAgent: string | null;
    sessionId: string | null;
  }[];
  readonly next: string | null;
}

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ TRUST_PROXY: '127.0.0.1' });
});
afterAll(() => app?.close());

async function activity(device: Device, query = ''): Promise<Activity> {
  // What another instance has noted is there a quarter of a second later.
  if (app.apps.length > 1) await auditWritten(app);
  return (await device.get(`/v2/users/me/activity${query}`).expect(200)).body as Activity;
}
const wrong = ({ email }: Person) =>
  app.http.post('/v1/signin').set({ 'user-agent': 'Thief/1', 'x-forwarded-for': '198.51.100.66' }).send({ email, password: 'guess' });

describe('GET /v2/users/me/activity', () => {
  it('tells what happened to one’s own account through every API, the newest first, at once', async () => {
    const person = await app.given.user();
    const phone = await app.given.session(person);
    await wrong(person).expect(200);
    const { events, next } = await activity(phone);
    expect(events.map(({ event, outcome, api }) => [event, outcome, api])).toEqual([
      ['sign_in_failed', 'failure', 'mixapp'],
      ['signed_in', 'success', 'native'],
      ['session_ended', 'success', 'native'],
      ['signed_up', 'success', 'native'],
    ]);
    expect(next).toBeNull();
    expect(events[0]).toEqual({
      id: expect.any(String) as string,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      event: 'sign_in_failed',
      outcome: 'failure',
      api: 'mixapp',
      ip: '198.51.100.66',
      userAgent: 'Thief/1',
      sessionId: null,
    });
    expect(events[1]).toMatchObject({ sessionId: phone.sessionId });
  });

  it('is read page by page, each event once', async () => {
    const person = await app.given.user();
    const phone = await app.given.session(person);
    for (let i = 0; i < 4; i++) await wrong(person);
    const seen: string[] = [];
    let before = '';
    for (let pages = 0; pages < 10; pages++) {
      const { events, next } = await activity(phone, `?limit=3${before}`);
      seen.push(...events.map(({ id }) => id));
      if (next === null) break;
      expect(events).toHaveLength(3);
      before = `&before=${next}`;
    }
    expect(seen).toEqual((await activity(phone)).events.map(({ id }) => id));
    expect(seen).toHaveLength(7);
  });

  it('gives another person nothing, whatever they page by', async () => {
    const person = await app.given.user();
    const phone = await app.given.session(person);
    const stranger = await app.given.session(await app.given.user());
    const own = new Set((await activity(stranger)).events.map(({ id }) => id));
    for (const { id } of (await activity(phone)).events) {
      for (const event of (await activity(stranger, `?before=${id}`)).events) expect(own).toContain(event.id);
    }
    await app.http.get('/v2/users/me/activity').expect(401);
    const { accessToken } = phone;
    await phone.post('/v2/auth/sign-out').expect(204);
    await app.http.get('/v2/users/me/activity').set('authorization', `Bearer ${accessToken}`).expect(401);
  });

  it.each(['limit=0', 'limit=101', 'limit=1.5', 'limit=x', 'limit=1&limit=2', 'before=x', "before=' OR 1=1", 'before[]=x'])('refuses ?%s', async (query) => {
    const phone = await app.given.session(await app.given.user());
    const { body } = await phone.get(`/v2/users/me/activity?${query}`).expect(query === 'before[]=x' ? 200 : 400);
    if (query !== 'before[]=x') expect(body).toMatchObject({ code: 'invalid_input' });
  });

  it('does not tell where an admin sits', async () => {
    const admin = await app.given.admin();
    const person = await app.given.user();
    await app.given.session(person);
    const { body } = await app.http.post('/user/auth').send({ username: admin.email, password: admin.password }).expect(200);
    const headers = { authorization: `Bearer ${(body as { token: string }).token}`, 'x-forwarded-for': '192.0.2.77', 'user-agent': 'Desk/1' };
    await app.http.post('/user/reset-password').set(headers).send({ email: person.email, password: 'Given-By-An-Admin-1' }).expect(200);
    const phone = await app.given.session({ ...person, password: 'Given-By-An-Admin-1' });
    const answer = JSON.stringify(await activity(phone));
    expect(answer).toContain('password_reset');
    expect(answer).toContain('sessions_ended');
    expect(answer).not.toMatch(/192\.0\.2\.77|Desk|actor/);
    expect(answer).not.toContain(admin.id);
  });
});

describe('when a person is erased', () => {
  let other: TestApp;
  beforeAll(async () => {
    other = await startApp({ TRUST_PROXY: '127.0.0.1', DATABASE_URL: app.databaseUrl });
  });
  afterAll(() => other?.close());

  it('the trail keeps what happened under a pseudonym, and nothing that leads to them', async () => {
    const person = await app.given.user({ scopes: ['user', 'admin'] });
    const phone = await app.given.session(person);
    await wrong(person).set({ 'user-agent': 'Burglar/1', 'x-forwarded-for': '198.51.100.99' });
    expect((await latchkey(app.settings, 'users', 'enable', person.email)).code).toBe(0);
    const before = await trailOf(app);
    await phone
      .delete('/v2/users/me')
      .set({ 'user-agent': 'Last/1', 'x-forwarded-for': '198.51.100.67' })
      .send({ currentPassword: person.password })
      .expect(204);
    const after = await trailOf(app);
    const own = before.flatMap(({ subject }, index) => (subject === person.id ? [index] : []));
    expect(own.length).toBeGreaterThan(3);
    const pseudonym = after[own[0]!]!.subject;
    for (const index of own) {
      const { event, outcome, actor, api, facts } = before[index]!;
      expect(after[index]).toMatchObject({ event, outcome, actor, api, facts, subject: pseudonym, ip: null, agent: null, session: null, request: null });
    }
    expect(after.at(-1)).toMatchObject({ event: 'account_deleted', outcome: 'success', subject: pseudonym, ip: null });
    const store = JSON.stringify(await wholeStoreOf(app));
    const traces = [person.id, person.email, phone.sessionId, '198.51.100.99', '198.51.100.67', 'Burglar', 'Last/1'];
    expect(traces.filter((trace) => store.includes(trace))).toEqual([]);
    expect(pseudonym).not.toBeNull();
  });

  it('what another instance noted before and writes after does not bring them back', async () => {
    const person = await app.given.user();
    const phone = await app.given.session(person);
    const flush = jest.spyOn(other.app.get(AuditBuffer, { strict: false }), 'flush').mockResolvedValue();
    await other.http.post('/v2/auth/sign-in').set('x-forwarded-for', '198.51.100.68').send({ email: person.email, password: person.password }).expect(200);
    await phone.delete('/v2/users/me').send({ currentPassword: person.password }).expect(204);
    flush.mockRestore();
    const blank = { subject: null, ip: null, session: null, agent: null, request: null };
    expect(await trailOf(other)).toContainEqual(expect.objectContaining({ event: 'signed_in', api: 'native', ...blank }));
  });

  it('at the same time as their sessions are ended and their password is tried, nothing is left and nothing fails', async () => {
    for (let round = 0; round < 5; round++) {
      const person = await app.given.user();
      const phone = await app.given.session(person);
      const laptop = await app.given.session(person);
      const [gone, ...others] = await Promise.all([
        phone.delete('/v2/users/me').send({ currentPassword: person.password }),
        laptop.delete(`/v2/sessions/${laptop.sessionId}`),
        laptop.delete('/v2/sessions'),
        laptop.patch('/v2/users/me').send({ username: `late-${round}` }),
        wrong(person),
      ]);
      expect([gone.status, ...others.map(({ status }) => status)].filter((status) => status >= 500)).toEqual([]);
      if (gone.status !== 204) continue;
      await trailOf(app);
      expect(JSON.stringify(await wholeStoreOf(app)).includes(person.id)).toBe(false);
    }
  });
});
