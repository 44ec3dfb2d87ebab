import { Client } from 'pg';
import { complaintOf, latchkey, resultOf } from '../support/cli';
import { type Pair, readMe, refreshAt, startPair, untilRemembered } from '../support/pair';
import { within } from '../support/within';

describe('users end-sessions --all', () => {
  let pair: Pair;
  beforeEach(async () => {
    pair = await startPair({ THROTTLE: 'off' });
  });
  afterEach(() => pair?.close());

  const told = async () =>
    (await pair.here.db<{ ended: string }>(`SELECT facts->>'ended' AS ended FROM audit_events WHERE event = 'everybody_signed_out'`)).map(({ ended }) =>
      Number(ended),
    );

  it('ends every session of everybody, at once on every running instance, and lets people sign in again', async () => {
    const { here, both } = pair;
    const people = [await here.given.user(), await here.given.user()];
    const phones = await Promise.all([...people, people[0]!].map((person) => here.given.session(person)));
    for (const { accessToken } of phones) await untilRemembered(both, accessToken);

    expect(resultOf(await latchkey(here.settings, 'users', 'end-sessions', '--all'))).toEqual({ endedSessions: 3 });
    const trail = await here.db("SELECT actor, facts FROM audit_events WHERE event = 'everybody_signed_out'");
    expect(trail).toEqual([{ actor: 'operator', facts: { ended: 3 } }]);
    for (const { accessToken, refreshToken } of phones) {
      for (const app of both) await within(1_000, () => readMe(app, accessToken).expect(401));
      await refreshAt(here, refreshToken).expect(401);
    }
    await (await here.given.session(people[0]!)).get('/v2/users/me').expect(200);
  });

  /** As many sessions as end in three statements. */
  async function crowd(): Promise<void> {
    const { here } = pair;
    const phone = await here.given.session(await here.given.user());
    const columns = await here.db<{ names: string }>(
      `SELECT string_agg(quote_ident(column_name), ', ') AS names FROM information_schema.columns
        WHERE table_name = 'sessions' AND column_name NOT IN ('id', 'number', 'push_token', 'label')`,
    );
    const names = columns[0]!.names;
    await here.db(`INSERT INTO sessions (id, ${names}) SELECT gen_random_uuid(), ${names} FROM sessions, generate_series(1, 4100) WHERE id = $1`, [
      phone.sessionId,
    ]);
  }

  it('ends more than one statement does, and tells of each', async () => {
    const { here } = pair;
    await crowd();
    expect(resultOf(await latchkey(here.settings, 'users', 'end-sessions', '--all'))).toEqual({ endedSessions: 4101 });
    const [row] = await here.db<{ open: string }>('SELECT count(*) AS open FROM sessions WHERE ended_at IS NULL');
    expect(row?.open).toBe('0');
    expect((await told()).reduce((sum, ended) => sum + ended, 0)).toBe(4101);
  });

  it('ends them all though some are erased, and some ended by their people, while they are picked', async () => {
    const { here } = pair;
    await crowd();
    const other = new Client({ connectionString: here.databaseUrl });
    await other.connect();
    try {
      await other.query('BEGIN');
      await other.query('DELETE FROM sessions WHERE number % 10 = 0');
      await other.query(`UPDATE sessions SET ended_at = now(), end_reason = 'signed_out' WHERE number % 10 = 1`);
      const outcome = latchkey(here.settings, 'users', 'end-sessions', '--all');
      const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      await within(30_000, async () => expect(await here.db(waiting)).toHaveLength(1));
      await other.query('COMMIT');
      const { endedSessions } = resultOf(await outcome) as { endedSessions: number };
      const [row] = await here.db<Record<'open' | 'revoked' | 'left', number>>(
        `SELECT count(*) FILTER (WHERE ended_at IS NULL)::int AS open, count(*) FILTER (WHERE end_reason = 'revoked')::int AS revoked,
           count(*) FILTER (WHERE end_reason = 'signed_out')::int AS left FROM sessions`,
      );
      expect(row).toEqual({ open: 0, revoked: endedSessions, left: expect.any(Number) as number });
      expect(row!.left).toBeGreaterThanOrEqual(410);
      expect((await told()).reduce((sum, ended) => sum + ended, 0)).toBe(endedSessions);
    } finally {
      await other.end();
    }
  });

  it('cut short, has told of the sessions that it has ended, and of no other', async () => {
    const { here } = pair;
    await crowd();
    const ended = async () => Number((await here.db<{ ended: string }>(`SELECT count(*) AS ended FROM sessions WHERE end_reason = 'revoked'`))[0]!.ended);
    await here.db(
      `CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF (SELECT count(*) FROM sessions WHERE end_reason = 'revoked') > 0 THEN RAISE 'cut'; END IF; RETURN NULL; END $$`,
    );
    await here.db('CREATE TRIGGER cut BEFORE UPDATE ON sessions FOR EACH STATEMENT EXECUTE FUNCTION cut()');
    expect((await latchkey(here.settings, 'users', 'end-sessions', '--all')).code).toBe(1);
    expect(await ended()).toBeGreaterThan(0);
    expect(await told()).toEqual([await ended()]);
  });

  it.each([[['end-sessions']], [['end-sessions', 'ann@example.com', '--all']]])('refuses %j, which says too little or too much', async (argv) => {
    const outcome = await latchkey(pair.here.settings, 'users', ...argv);
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(complaintOf(outcome)).toContain('give an e-mail address or an id, or --all');
  });
});
