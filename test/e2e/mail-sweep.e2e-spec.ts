import { MailSweep } from '../../src/mail/mail-sweep';
import { startApp, type TestApp } from '../support/app';

const DAY = 86_400;

describe('the sweep of settled mails', () => {
  let app: TestApp;
  beforeEach(async () => (app = await startApp()));
  afterEach(() => app?.close());

  const sweep = () => app.app.get(MailSweep, { strict: false }).sweep();
  const left = async () => (await app.db<{ name: string }>(`SELECT facts->>'subject' AS name FROM outgoing_mails ORDER BY 1`)).map(({ name }) => name);

  /** So many mails that came to be so many days ago. */
  async function put(name: string, state: 'waiting' | 'sent' | 'dead', days: number, count = 1): Promise<void> {
    await app.db(
      `INSERT INTO outgoing_mails (id, kind, facts, state, created_at, due_at, give_up_at)
       SELECT gen_random_uuid(), 'welcome', jsonb_build_object('subject', $1::text), $2, $3, $4, $4 FROM generate_series(1, $5::integer)`,
      // What waits is due only after the test.
      [name, state, app.clock.in(-days * DAY), app.clock.in(DAY), count],
    );
  }

  it('removes what was sent a week ago and given up a month ago, and nothing that waits', async () => {
    await put('sent long ago', 'sent', 8);
    await put('sent lately', 'sent', 6);
    await put('given up long ago', 'dead', 31);
    await put('given up lately', 'dead', 29);
    await put('waiting for long', 'waiting', 40);
    expect(await sweep()).toBe(2);
    expect(await left()).toEqual(['given up lately', 'sent lately', 'waiting for long']);
  });

  it('works off a backlog in bounded batches, by the index', async () => {
    await put('sent long ago', 'sent', 40, 2_500);
    await app.db('ANALYZE outgoing_mails');
    const plan = await app.db<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT id FROM outgoing_mails WHERE state <> 'waiting' AND state = 'sent' AND created_at < $1 ORDER BY created_at LIMIT 1000`,
      [app.clock.in(-50 * DAY)],
    );
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('outgoing_mails_settled_idx');
    expect(await sweep()).toBe(2_500);
    expect(await left()).toEqual([]);
  });

  it('passes over rows that somebody else holds', async () => {
    await put('held', 'sent', 8);
    await put('free', 'sent', 8);
    const held = app.db(`BEGIN; SELECT 1 FROM outgoing_mails WHERE facts->>'subject' = 'held' FOR UPDATE; SELECT pg_sleep(1); COMMIT`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await sweep()).toBe(1);
    await held;
    expect(await left()).toEqual(['held']);
  });
});
