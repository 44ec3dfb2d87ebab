import { startApp, type TestApp } from '../support/app';
import { usesKnown } from '../support/everywhere';

const NO_SESSION = {
  type: 'urn:latchkey:error:session_not_found',
  title: 'Not Found',
  status: 404,
  code: 'session_not_found',
  detail: 'There is no such session.',
};

interface Listed {
  sessions: { id: string; current: boolean; label: string | null }[];
}

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off' });
});
afterAll(() => app?.close());

describe('sessions', () => {
  it('are listed, the newest first, one of them current, with exactly these fields', async () => {
    const person = await app.given.user();
    const phone = await app.given.session(person, { label: 'Phone' });
    const laptop = await app.given.session(person, { label: 'Laptop' });
    await app.given.session(await app.given.user(), { label: "Somebody else's" });
    const { sessions } = (await phone.get('/v2/sessions').expect(200)).body as Listed;
    expect(sessions.map(({ id, label, current }) => [id, label, current])).toEqual([
      [laptop.sessionId, 'Laptop', false],
      [phone.sessionId, 'Phone', true],
    ]);
    expect(Object.keys(sessions[0]!).sort()).toEqual([
      'appName',
      'appVersion',
      'client',
      'createdAt',
      'current',
      'expiresAt',
      'id',
      'ip',
      'label',
      'lastSeenAt',
      'platform',
      'platformVersion',
      'provider',
      'userAgent',
    ]);
    expect((await laptop.get('/v2/sessions/current').expect(200)).body).toEqual({ ...sessions[0], current: true });
  });

  it('get another label, trimmed and bounded', async () => {
    const person = await app.given.user();
    const [phone, laptop] = [await app.given.session(person), await app.given.session(person)];
    const rename = (label: unknown) => phone.patch(`/v2/sessions/${laptop.sessionId}`).send({ label });
    expect((await rename(' Study ').expect(200)).body).toMatchObject({ id: laptop.sessionId, label: 'Study', current: false });
    for (const label of ['', ' ', null, 5, {}, 'x'.repeat(101), 'two\nlines', undefined]) await rename(label).expect(400);
    expect((await laptop.get('/v2/sessions/current').expect(200)).body).toMatchObject({ label: 'Study' });
  });

  it('are ended one by one: dead at the next request, gone from the list', async () => {
    const person = await app.given.user();
    const [phone, laptop] = [await app.given.session(person), await app.given.session(person)];
    await laptop.get('/v2/users/me').expect(200);
    await phone.delete(`/v2/sessions/${laptop.sessionId}`).expect(204, '');
    expect((await laptop.get('/v2/users/me').expect(401)).body).toMatchObject({ code: 'session_ended' });
    await app.http.post('/v2/auth/refresh').send({ refreshToken: laptop.refreshToken }).expect(401);
    const { sessions } = (await phone.get('/v2/sessions').expect(200)).body as Listed;
    expect(sessions.map(({ id }) => id)).toEqual([phone.sessionId]);
    expect((await phone.delete(`/v2/sessions/${laptop.sessionId}`).expect(404)).body).toEqual(NO_SESSION);
    await phone.delete(`/v2/sessions/${phone.sessionId}`).expect(204);
    await phone.get('/v2/sessions').expect(401);
  });

  it('are ended all but the current one', async () => {
    const person = await app.given.user();
    const phone = await app.given.session(person);
    const others = [await app.given.session(person), await app.given.session(person), await app.given.session(person)];
    expect((await phone.delete('/v2/sessions').expect(200)).body).toEqual({ ended: 3 });
    for (const other of others) await other.get('/v2/users/me').expect(401);
    expect((await phone.delete('/v2/sessions').expect(200)).body).toEqual({ ended: 0 });
  });

  it('of another person, unknown ones and what is no id give the same 404, and stay', async () => {
    const phone = await app.given.session(await app.given.user());
    const stranger = await app.given.session(await app.given.user());
    const others = [stranger.sessionId, stranger.sessionId.toUpperCase()];
    const ids = [...others, '019a9d3c-0000-7000-8000-000000000000', '1', 'null', 'undefined', "'; --", '[object Object]'];
    for (const id of ids) {
      const path = `/v2/sessions/${encodeURIComponent(id)}`;
      expect((await phone.delete(path).expect(404)).body).toEqual(NO_SESSION);
      expect((await phone.patch(path).send({ label: 'Mine' }).expect(404)).body).toEqual(NO_SESSION);
    }
    expect((await stranger.get('/v2/sessions/current').expect(200)).body).toMatchObject({ id: stranger.sessionId });
  });

  it('end by themselves: after 14 days without use, or 30 in all', async () => {
    const running = await startApp({ THROTTLE: 'off', ACCESS_TOKEN_TTL: '60d' });
    try {
      const person = await running.given.user();
      const [used, unused] = [await running.given.session(person), await running.given.session(person)];
      running.clock.advance(13 * 86_400);
      await used.get('/v2/users/me').expect(200);
      await usesKnown(running);
      running.clock.advance(2 * 86_400);
      expect((await unused.get('/v2/users/me').expect(401)).body).toMatchObject({ code: 'token_expired' });
      expect(((await used.get('/v2/sessions').expect(200)).body as Listed).sessions).toHaveLength(1);
      await usesKnown(running);
      running.clock.advance(13 * 86_400);
      await used.get('/v2/users/me').expect(200);
      await usesKnown(running);
      running.clock.advance(2 * 86_400 + 1);
      await used.get('/v2/users/me').expect(401);
    } finally {
      await running.close();
    }
  });

  it('beyond the cap make room: the ones longest unused end', async () => {
    const running = await startApp({ THROTTLE: 'off', MAX_SESSIONS_PER_USER: '3' });
    try {
      const person = await running.given.user();
      const first = await running.given.session(person);
      const body = { email: person.email, password: person.password };
      const many = await Promise.all(Array.from({ length: 6 }, () => running.http.post('/v2/auth/sign-in').send(body)));
      expect(many.map(({ status }) => status)).toEqual(many.map(() => 200));
      await first.get('/v2/users/me').expect(401);
      const last = await running.given.session(person);
      expect(((await last.get('/v2/sessions').expect(200)).body as Listed).sessions).toHaveLength(3);
    } finally {
      await running.close();
    }
  });
});
