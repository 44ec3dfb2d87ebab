import { SecretSweep } from '../../src/tokens/secret-sweep';
import { startApp, type TestApp } from '../support/app';
import { traced } from '../support/audit';
import type { Person } from '../support/factories';
import { tokenOf } from '../support/mailbox';

const DAY = 86_400;

describe('the sweep of one-time secrets that are over', () => {
  let app: TestApp;
  let ann: Person;
  beforeEach(async () => {
    app = await startApp({ THROTTLE: 'off' });
    ann = await app.given.user({ verified: true });
    await app.db('DELETE FROM one_time_secrets');
  });
  afterEach(() => app?.close());

  const sweep = () => app.app.get(SecretSweep, { strict: false }).sweep();
  const left = async () => (await app.db<{ name: string }>(`SELECT context->>'device' AS name FROM one_time_secrets ORDER BY 1`)).map(({ name }) => name);

  /** So many secrets that were spent (or too old) so many days ago. */
  async function put(name: string, { used, expired }: { used?: number; expired: number }, count = 1): Promise<void> {
    const ago = (days: number | undefined) => (days === undefined ? null : app.clock.in(-days * DAY));
    await app.db(
      `INSERT INTO one_time_secrets (id, user_id, purpose, digest, context, created_at, expires_at, used_at)
       SELECT gen_random_uuid(), $1, 'session_denial', sha256(gen_random_uuid()::text::bytea), jsonb_build_object('device', $2::text), $3, $4, $5
         FROM generate_series(1, $6::integer)`,
      [ann.id, name, ago(100), ago(expired), ago(used), count],
    );
  }

  it('removes what was spent or too old more than thirty days ago, and nothing else', async () => {
    await put('spent long ago', { used: 31, expired: -1 });
    await put('too old for long', { expired: 31 });
    await put('spent lately', { used: 29, expired: -1 });
    await put('too old lately', { expired: 29 });
    await put('live', { expired: -1 });
    expect(await sweep()).toBe(2);
    expect(await left()).toEqual(['live', 'spent lately', 'too old lately']);
  });

  it('passes over rows that somebody else holds', async () => {
    await put('held', { used: 31, expired: -1 });
    await put('free', { used: 31, expired: -1 });
    const held = app.db(`BEGIN; SELECT 1 FROM one_time_secrets WHERE context->>'device' = 'held' FOR UPDATE; SELECT pg_sleep(1); COMMIT`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await sweep()).toBe(1);
    await held;
    expect(await left()).toEqual(['held']);
  });

  it('works off a backlog in bounded batches, by the index', async () => {
    await put('too old for long', { expired: 40 }, 2_500);
    await app.db('ANALYZE one_time_secrets');
    const plan = await app.db<{ 'QUERY PLAN': string }>('EXPLAIN SELECT id FROM one_time_secrets WHERE least(used_at, expires_at) < $1 LIMIT 1000', [
      app.clock.in(-50 * DAY),
    ]);
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('one_time_secrets_end_idx');
    expect(await sweep()).toBe(2_500);
    expect(await left()).toEqual([]);
  });

  it('leaves the trail to say whose a link was for as long as it is kept; the answer is the same before and after', async () => {
    await app.http.post('/v2/password-recovery').send({ email: ann.email }).expect(202);
    const token = tokenOf(await app.mailbox.waitFor(ann.email, { subject: /password/i }));
    const tried = () => traced(app, () => app.http.post('/v2/password-recovery/confirm').send({ token, newPassword: 'staple battery horse' }).expect(410));
    await app.db('UPDATE one_time_secrets SET used_at = $1', [app.clock.in(-29 * DAY)]);
    expect(await sweep()).toBe(0);
    expect(await tried()).toMatchObject([{ event: 'recovery_failed', subject: ann.id }]);
    await app.db('UPDATE one_time_secrets SET used_at = $1', [app.clock.in(-31 * DAY)]);
    expect(await sweep()).toBeGreaterThan(0);
    expect(await tried()).toMatchObject([{ event: 'recovery_failed', subject: null }]);
  });
});
