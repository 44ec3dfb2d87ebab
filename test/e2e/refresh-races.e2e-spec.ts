import { startApp, type TestApp } from '../support/app';
import { isCluster } from '../support/cluster-mode';

/** Ten thousand refreshes, twenty at once; a tenth of them where each of the two is three instances, which share one process. */
const ROUNDS = isCluster() ? 50 : 500;
const CALLERS = 20;

interface Grant {
  accessToken: string;
  refreshToken: string;
}

describe('refresh tokens in parallel on two instances', () => {
  let instances: [TestApp, TestApp];
  let grant: Grant;

  beforeAll(async () => {
    const first = await startApp();
    instances = [first, await startApp({ DATABASE_URL: first.databaseUrl })];
    const { body } = await first.http.post('/v2/users').send({ email: 'ann@example.com', password: 'correct horse battery' }).expect(201);
    grant = body as Grant;
  });
  afterAll(async () => {
    for (const instance of instances.toReversed()) await instance.close();
  });

  const refresh = (instance: number, refreshToken: string) => instances[instance % 2 === 0 ? 0 : 1].http.post('/v2/auth/refresh').send({ refreshToken });

  it('gives every caller the same successor, again and again, and ends nobody’s session', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const answers = await Promise.all(Array.from({ length: CALLERS }, (_, caller) => refresh(caller, grant.refreshToken)));
      expect(answers.map(({ status }) => status)).toEqual(Array(CALLERS).fill(200));
      const successors = new Set(answers.map(({ body }) => (body as Grant).refreshToken));
      expect(successors.size).toBe(1);
      expect(successors.has(grant.refreshToken)).toBe(false);
      grant = answers[0]?.body as Grant;
    }
    const sessions = await instances[0].db<{ refresh_counter: number; ended_at: Date | null }>('SELECT refresh_counter, ended_at FROM sessions');
    expect(sessions).toEqual([{ refresh_counter: ROUNDS, ended_at: null }]);
  }, 360_000);

  it('ends the session, on both instances, when a token two steps old comes back', async () => {
    const old = grant.refreshToken;
    const next = (await refresh(0, old).expect(200)).body as Grant;
    const latest = (await refresh(1, next.refreshToken).expect(200)).body as Grant;
    const { body } = await refresh(1, old).expect(401);
    expect(body).toMatchObject({ code: 'refresh_token_reused' });
    await refresh(0, latest.refreshToken).expect(401);
    await instances[1].http.get('/v2/users/me').set('authorization', `Bearer ${latest.accessToken}`).expect(401);
  });
});
