import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

/**
 * What a refused request may change, and why:
 * - `cooldowns`: that an attempt was made is what they count, good or bad;
 * - `audit_events`: a refusal is an event;
 * - `sessions.last_seen_at`: a live token was seen, whatever it asked for; written in batches, later;
 * - `one_time_secrets.tries`: a short code was guessed, which is counted before the guess is looked at.
 */
const BOOKKEEPING: readonly string[] = ['cooldowns', 'audit_events'];
const BOOKKEEPING_COLUMNS = ['last_seen_at', 'tries'];

const VITALS = `
  SELECT md5(concat(u.email, u.disabled_at, p.hash, (
    SELECT string_agg(concat(s.id, s.ended_at, s.refresh_counter, s.kept_token_id), '' ORDER BY s.id) FROM sessions s WHERE s.id = ANY($2)
  ))) AS vitals
  FROM users u JOIN passwords p ON p.user_id = u.id WHERE u.id = $1`;

/** Milliseconds between two looks, of which equal ones mean that nothing is under way. */
const PAUSE = 25;

export type StoreDigest = Readonly<Record<string, string>>;

/** The rows of a database by table, as digests; one connection, one statement. */
export class WatchedStore {
  private constructor(
    private readonly client: Client,
    private readonly statement: string,
  ) {}

  static async of(databaseUrl: string): Promise<WatchedStore> {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`);
    const row = `to_jsonb(t) - '{${BOOKKEEPING_COLUMNS.join(',')}}'::text[]`;
    const digests = rows
      .filter(({ name }) => !BOOKKEEPING.includes(name))
      .map(({ name }) => `SELECT '${name}' AS name, md5(string_agg((${row})::text, '' ORDER BY to_jsonb(t)::text)) AS digest FROM "${name}" AS t`);
    return new WatchedStore(client, digests.join(' UNION ALL '));
  }

  async digest(): Promise<StoreDigest> {
    const { rows } = await this.client.query<{ name: string; digest: string | null }>(this.statement);
    return Object.fromEntries(rows.map(({ name, digest }) => [name, digest ?? '']));
  }

  /** Waits until the work that answers did not wait for is done: no mail is on its way, and nothing moves. */
  async settled(): Promise<StoreDigest> {
    for (;;) {
      while (await this.isMailWaiting()) await delay(PAUSE);
      const before = await this.digest();
      await delay(PAUSE);
      const after = await this.digest();
      if (changedTables(before, after).length === 0 && !(await this.isMailWaiting())) return after;
    }
  }

  async sessionsOf(userId: string): Promise<string[]> {
    const { rows } = await this.client.query<{ id: string }>('SELECT id FROM sessions WHERE user_id = $1', [userId]);
    return rows.map(({ id }) => id);
  }

  /** What a person's password and these sessions' tokens depend on, as a digest: while it stays, they work. */
  async vitalsOf(userId: string, sessions: readonly string[]): Promise<string> {
    const { rows } = await this.client.query<{ vitals: string }>(VITALS, [userId, sessions]);
    return rows[0]?.vitals ?? 'gone';
  }

  private async isMailWaiting(): Promise<boolean> {
    const { rows } = await this.client.query(`SELECT 1 FROM outgoing_mails WHERE state = 'waiting' LIMIT 1`);
    return rows.length > 0;
  }

  close(): Promise<void> {
    return this.client.end();
  }
}

export function changedTables(before: StoreDigest, after: StoreDigest): string[] {
  return Object.keys(after).filter((name) => after[name] !== before[name]);
}
