import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { TestApp } from '../support/app';
import { carriers, type CarriedPair } from '../support/carriers';
import { readMe, untilRemembered } from '../support/pair';
import { countQueries } from '../support/queries';
import { currentRun } from '../support/run';
import { within } from '../support/within';

/** Milliseconds: the longest a change that nobody announced waits for the next look at the record, and some more. */
const NEXT_LOOK = 600;

async function untilRefused(app: TestApp, token: string, limit: number): Promise<void> {
  await within(limit, () => readMe(app, token).expect(401));
}

describe.each(carriers())('reads without queries, notices through $name', ({ start }) => {
  let pair: CarriedPair;
  let here: TestApp;
  let there: TestApp;
  let token: string;
  let sessionId: string;

  beforeAll(async () => {
    pair = await start();
    ({ here, there } = pair);
  });
  afterAll(() => pair?.close());

  beforeEach(async () => {
    ({ token, sessionId } = await signUp());
    await untilRemembered([here, there], token);
  });

  async function signUp(): Promise<{ token: string; sessionId: string }> {
    const email = `reader-${Math.floor(performance.now() * 1000)}@example.com`;
    const { body } = await here.http.post('/v2/users').send({ email, password: 'correct horse battery' }).expect(201);
    const { accessToken, session } = body as { accessToken: string; session: { id: string } };
    return { token: accessToken, sessionId: session.id };
  }

  const end = () => here.http.post('/v2/auth/sign-out').set('authorization', `Bearer ${token}`).expect(204);
  const lostAt = () => readMe(there, token).expect(401);

  it('costs no query on a good token, for as long as nothing changes', async () => {
    // The registration is read from the record once more after it was announced.
    await sleep(NEXT_LOOK);
    await untilRemembered([here, there], token);
    const queries = await countQueries(async () => {
      for (let round = 0; round < 20; round++) {
        for (const app of [here, there]) await readMe(app, token).expect(200);
        await sleep(100);
      }
    });
    expect(queries).toBe(0);
  });

  it('an ended session is dead at the next request here, and at once on the other instance', async () => {
    await end();
    await readMe(here, token).expect(401);
    await untilRefused(there, token, 200);
  });

  it('shows a change of the account at the next request here, and at once on the other instance', async () => {
    await here.http.patch('/v2/users/me').set('authorization', `Bearer ${token}`).send({ name: 'Ann' }).expect(200);
    expect((await readMe(here, token).expect(200)).body).toMatchObject({ name: 'Ann' });
    await within(200, async () => expect((await readMe(there, token).expect(200)).body).toMatchObject({ name: 'Ann' }));
  });

  it('hears of what is changed past every instance', async () => {
    await here.db('UPDATE users SET disabled_at = now() WHERE id = (SELECT user_id FROM sessions WHERE id = $1)', [sessionId]);
    await untilRefused(here, token, 2 * NEXT_LOOK);
    await untilRefused(there, token, 2 * NEXT_LOOK);
  });

  it('refuses for good what the database has refused once, though no notice of it has come', async () => {
    await here.db(
      `DO $$ BEGIN
         ALTER TABLE sessions DISABLE TRIGGER USER;
         DELETE FROM sessions WHERE id = '${sessionId}';
         ALTER TABLE sessions ENABLE TRIGGER USER;
       END $$`,
    );
    await readMe(there, token).expect(200);
    // The account is read anew, and its session with it; the session itself nobody has announced.
    await here.db('UPDATE users SET location = $1', ['Lisbon']);
    await untilRefused(there, token, 2 * NEXT_LOOK);
    for (let reads = 0; reads < 3; reads++) await readMe(there, token).expect(401);
  });

  it('hears of a change that was begun before others and committed after them', async () => {
    const slow = new Client({ connectionString: here.databaseUrl });
    await slow.connect();
    try {
      await slow.query('BEGIN');
      await slow.query('UPDATE sessions SET ended_at = now() WHERE id = $1', [sessionId]);
      const later = await signUp();
      await here.http.patch('/v2/users/me').set('authorization', `Bearer ${later.token}`).send({ name: 'Ben' }).expect(200);
      await sleep(2 * NEXT_LOOK);
      await untilRemembered([here, there], token);
      await slow.query('COMMIT');
      await untilRefused(here, token, 2 * NEXT_LOOK);
      await untilRefused(there, token, 2 * NEXT_LOOK);
    } finally {
      await slow.end();
    }
  });

  it('refuses by the database while its notice connection is cut, and remembers again after', async () => {
    pair.line.stop();
    await sleep(50);
    await readMe(there, token).expect(200);
    await end();
    await lostAt();
    ({ token } = await signUp());
    for (let reads = 0; reads < 3; reads++) expect(await countQueries(() => readMe(there, token).expect(200))).toBeGreaterThan(0);
    pair.line.speak();
    await untilRemembered([there], token);
    await end();
    await untilRefused(there, token, 200);
  });

  it('refuses by the database while its notice connection is open but silent, and remembers again after', async () => {
    pair.line.fallSilent();
    await sleep(2_100);
    await end();
    await lostAt();
    pair.line.speak();
    ({ token } = await signUp());
    await untilRemembered([there], token);
  });
});

if (currentRun().redisUrl === null) {
  describe('NOT RUN: reads without queries, notices through Redis', () => {
    it('needs a Redis: TEST_REDIS_URL, or one on 127.0.0.1:6379', () => {
      expect(currentRun().redisUrl).toBeNull();
    });
  });
}
