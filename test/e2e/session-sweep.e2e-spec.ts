import { randomUUID } from 'node:crypto';
import { SessionSweep } from '../../src/sessions/session-sweep';
import { startApp, type TestApp } from '../support/app';

const DAY = 86_400;

describe('the sweep of ended sessions', () => {
  let app: TestApp;
  let userId: string;

  beforeEach(async () => {
    app = await startApp();
    const { body } = await app.http.post('/v2/users').send({ email: 'ann@example.com', password: 'correct horse battery' }).expect(201);
    userId = (body as { user: { id: string } }).user.id;
    await app.db('DELETE FROM sessions');
  });
  afterEach(() => app.close());

  const sweep = () => app.app.get(SessionSweep, { strict: false }).sweep();
  const left = async () => (await app.db<{ label: string }>('SELECT label FROM sessions ORDER BY label')).map(({ label }) => label);

  /** A session that ended (or expired) so many days ago. */
  async function put(label: string, { ended, expired }: { ended?: number; expired: number }): Promise<void> {
    const ago = (days: number | undefined) => (days === undefined ? null : app.clock.in(-days * DAY));
    await app.db(
      `INSERT INTO sessions (id, user_id, client, label, created_at, updated_at, signed_in_at, last_seen_at, expires_at, ended_at)
       VALUES ($1, $2, 'native', $3, $4, $4, $4, $4, $5, $6)`,
      [randomUUID(), userId, label, ago(100), ago(expired), ago(ended)],
    );
  }

  it('removes what ended or expired more than thirty days ago, and nothing else', async () => {
    await put('ended long ago', { ended: 31, expired: -10 });
    await put('expired long ago', { expired: 31 });
    await put('ended lately', { ended: 29, expired: -10 });
    await put('expired lately', { expired: 29 });
    await put('living', { expired: -10 });
    expect(await sweep()).toBe(2);
    expect(await left()).toEqual(['ended lately', 'expired lately', 'living']);
  });

  it('passes over rows that somebody else holds', async () => {
    await put('held', { ended: 31, expired: -10 });
    await put('free', { ended: 31, expired: -10 });
    const held = app.db(`BEGIN; SELECT 1 FROM sessions WHERE label = 'held' FOR UPDATE; SELECT pg_sleep(1); COMMIT`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await sweep()).toBe(1);
    await held;
    expect(await left()).toEqual(['held']);
  });

  it('works off a backlog in bounded batches, by the index', async () => {
    await app.db(
      `INSERT INTO sessions (id, user_id, client, created_at, updated_at, signed_in_at, last_seen_at, expires_at)
       SELECT gen_random_uuid(), $1, 'native', t, t, t, t, t FROM (SELECT $2::timestamptz AS t) AS long_ago, generate_series(1, 2500)`,
      [userId, app.clock.in(-40 * DAY)],
    );
    await app.db('ANALYZE sessions');
    const plan = await app.db<{ 'QUERY PLAN': string }>('EXPLAIN SELECT id FROM sessions WHERE least(ended_at, expires_at) < $1 LIMIT 1000', [
      app.clock.in(-50 * DAY),
    ]);
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('sessions_end_idx');
    expect(await sweep()).toBe(2_500);
    expect(await left()).toEqual([]);
  });
});
