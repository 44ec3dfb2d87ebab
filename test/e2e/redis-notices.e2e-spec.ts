import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { startApp, type TestApp } from '../support/app';
import { latchkey, resultOf } from '../support/cli';
import { readMe, untilRemembered } from '../support/pair';
import { countQueries } from '../support/queries';
import { currentRun } from '../support/run';
import { within } from '../support/within';

const { redisUrl } = currentRun();
const CREDENTIALS = { email: 'ann@example.com', password: 'correct horse battery' };

async function signUp(app: TestApp): Promise<string> {
  const { body } = await app.http.post('/v2/users').send(CREDENTIALS).expect(201);
  return (body as { accessToken: string }).accessToken;
}

describe('a Redis that cannot be reached', () => {
  it('makes no request fail, and lets nothing be answered from memory', async () => {
    const app = await startApp({ REDIS_URL: 'redis://127.0.0.1:1' });
    try {
      const token = await signUp(app);
      for (let reads = 0; reads < 5; reads++) expect(await countQueries(() => readMe(app, token).expect(200))).toBeGreaterThan(0);
      await app.http.patch('/v2/users/me').set('authorization', `Bearer ${token}`).send({ name: 'Ann' }).expect(200);
      expect((await readMe(app, token).expect(200)).body).toMatchObject({ name: 'Ann' });
      await app.http.post('/v2/auth/sign-out').set('authorization', `Bearer ${token}`).expect(204);
      await readMe(app, token).expect(401);
    } finally {
      await app.close();
    }
  });
});

function noticesThroughRedis(url: string): void {
  let without: TestApp;
  let token: string;
  const started: TestApp[] = [];
  beforeEach(async () => {
    without = await startApp();
    token = await signUp(without);
  });
  afterEach(async () => {
    for (const app of started.splice(0)) await app.close();
    await without.close();
  });

  async function startWith(): Promise<TestApp> {
    const app = await startApp({ DATABASE_URL: without.databaseUrl, REDIS_URL: url });
    started.push(app);
    return app;
  }

  it('are not relied on while a transaction runs that nobody recorded', async () => {
    const slow = new Client({ connectionString: without.databaseUrl });
    await slow.connect();
    try {
      await slow.query('BEGIN');
      await slow.query('UPDATE sessions SET ended_at = now()');
      const app = await startWith();
      await sleep(1_500);
      expect(await countQueries(() => readMe(app, token).expect(200))).toBeGreaterThan(0);
      await slow.query('COMMIT');
      await readMe(app, token).expect(401);
      const { body } = await app.http.post('/v2/auth/sign-in').send(CREDENTIALS).expect(200);
      await untilRemembered([app], (body as { accessToken: string }).accessToken);
    } finally {
      await slow.end();
    }
  });

  it('pass both ways between an instance with Redis and one without', async () => {
    const app = await startWith();
    await untilRemembered([app, without], token);
    await without.http.patch('/v2/users/me').set('authorization', `Bearer ${token}`).send({ name: 'Ann' }).expect(200);
    await within(1_200, async () => expect((await readMe(app, token).expect(200)).body).toMatchObject({ name: 'Ann' }));
    await untilRemembered([app, without], token);
    await app.http.post('/v2/auth/sign-out').set('authorization', `Bearer ${token}`).expect(204);
    await within(200, () => readMe(without, token).expect(401));
  });

  it('tell of more than can be told one by one that everything is doubtful', async () => {
    const app = await startWith();
    await untilRemembered([app], token);
    await without.db(
      `WITH others AS (INSERT INTO changes (kind, id) SELECT 'user', n::text FROM generate_series(1, 10001) AS n)
        UPDATE sessions SET ended_at = now()`,
    );
    await within(1_200, () => readMe(app, token).expect(401));
  });

  it('tell a server at once what a command has changed', async () => {
    const app = await startWith();
    await untilRemembered([app], token);
    expect(resultOf(await latchkey(app.settings, 'users', 'disable', CREDENTIALS.email))).toMatchObject({ endedSessions: 1 });
    await within(200, () => readMe(app, token).expect(401));
  });
}

if (redisUrl !== null) describe('notices through Redis', () => noticesThroughRedis(redisUrl));
else {
  describe('NOT RUN: notices through Redis', () => {
    it('needs a Redis: TEST_REDIS_URL, or one on 127.0.0.1:6379', () => {
      expect(currentRun().redisUrl).toBeNull();
    });
  });
}
