import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { Transaction } from '../database/transaction';
import { inUse, living, notEnded } from './living';
import { SessionCache } from './session-cache';
import { type EndReason, Session } from './session.entity';
import { type EarlierColumns, earlierOf, insertionParameters, insertionSql, type IssuedSession, type NewSession } from './session-insertion';

/** The present moment is the first parameter of every statement that asks for one of these. */
const [OPEN, IN_USE, ALIVE] = [notEnded('$1'), inUse('$1'), living('$1')];

const INSERTION = insertionSql();

const MARK_SEEN = `WITH free AS MATERIALIZED (SELECT id FROM sessions WHERE id = ANY($1::uuid[]) FOR NO KEY UPDATE SKIP LOCKED),
  written AS (
    UPDATE sessions SET last_seen_at = seen.at FROM free JOIN unnest($1::uuid[], $2::timestamptz[]) AS seen(id, at) ON seen.id = free.id
     WHERE sessions.id = free.id AND sessions.last_seen_at < seen.at)
  SELECT id FROM sessions WHERE id = ANY($1::uuid[]) AND NOT EXISTS (SELECT FROM free WHERE free.id = sessions.id)`;

@Injectable()
export class SessionRepository {
  constructor(
    private readonly database: Database,
    private readonly transaction: Transaction,
    private readonly cache: SessionCache,
  ) {}

  async insert(session: NewSession): Promise<IssuedSession> {
    const [row] = await this.database.queryPrepared<EarlierColumns & Record<string, unknown>>('insert_session', INSERTION, insertionParameters(session));
    return { session: this.database.hydrate(Session, row!), earlier: earlierOf(row!) };
  }

  /** A living session; null where there is none. */
  find(id: string, now: Date): Promise<Session | null> {
    return this.firstPrepared('living_session', `SELECT ${this.columns} FROM sessions WHERE ${ALIVE} AND id = $2`, [now, id]);
  }

  /** Keeps a living session as it is until the transaction's end; its owner, or null where it is over. */
  async hold(id: string, now: Date): Promise<string | null> {
    const [row] = await this.database.query<{ owner: string }>(`SELECT user_id AS owner FROM sessions WHERE ${ALIVE} AND id = $2 FOR SHARE`, [now, id]);
    return row?.owner ?? null;
  }

  /** A person's living sessions, the newest first. */
  list(userId: string, now: Date): Promise<Session[]> {
    return this.database.entities(Session, `SELECT * FROM sessions WHERE ${ALIVE} AND user_id = $2 ORDER BY created_at DESC, number DESC`, [now, userId]);
  }

  update(id: string, userId: string, changes: Partial<Pick<Session, 'label' | 'pushToken'>>, now: Date): Promise<Session | null> {
    const column = 'label' in changes ? 'label' : 'push_token';
    const value = 'label' in changes ? changes.label : changes.pushToken;
    return this.first(`UPDATE sessions SET ${column} = $4, updated_at = $1 WHERE ${ALIVE} AND id = $2 AND user_id = $3 RETURNING *`, [now, id, userId, value]);
  }

  /**
   * Writes when sessions were last used, in one statement that waits for nobody: it locks many rows in no order that others keep to, and would
   * stand in the way of whoever ends a person's sessions, and they in its own.
   * @returns those that somebody else has locked and that are not written
   */
  async markSeen(seen: readonly { id: string; at: Date }[]): Promise<string[]> {
    const held = await this.database.query<{ id: string }>(MARK_SEEN, [seen.map(({ id }) => id), seen.map(({ at }) => at)]);
    return held.map(({ id }) => id);
  }

  /** Moves the refresh counter from `from` to the next number; null where it stands elsewhere or the session is over. */
  advance(id: string, from: number, now: Date): Promise<Session | null> {
    return this.firstPrepared(
      'advance_session',
      `UPDATE sessions SET refresh_counter = refresh_counter + 1, refreshed_at = $1, last_seen_at = $1
       WHERE ${ALIVE} AND id = $2 AND refresh_counter = $3 RETURNING ${this.columns}`,
      [now, id, from],
    );
  }

  /** From now on only `tokenId` and tokens made later open this session. */
  async keepOnlyToken(id: string, tokenId: string): Promise<void> {
    await this.database.query('UPDATE sessions SET token_generation = token_generation + 1, kept_token_id = $2 WHERE id = $1', [id, tokenId]);
    this.forget(id);
  }

  /** Ends a person's session; null where there is none of this id, or it has ended before. */
  async end(id: string, userId: string, reason: EndReason, now: Date): Promise<Session | null> {
    const sql = `UPDATE sessions SET ended_at = $1, end_reason = $4 WHERE ${OPEN} AND id = $2 AND user_id = $3 RETURNING *`;
    const ended = await this.first(sql, [now, id, userId, reason]);
    this.forget(id);
    return ended;
  }

  /** Ends a person's sessions but one; how many living ones they were. */
  async endAllBut(exceptId: string | null, userId: string, reason: EndReason, now: Date): Promise<number> {
    const ended = await this.database.query<{ id: string; alive: boolean }>(
      `UPDATE sessions SET ended_at = $1, end_reason = $4 WHERE ${OPEN} AND user_id = $2 AND id IS DISTINCT FROM $3 RETURNING id, ${IN_USE} AS alive`,
      [now, userId, exceptId, reason],
    );
    for (const { id } of ended) this.forget(id);
    return ended.filter(({ alive }) => alive).length;
  }

  /**
   * Ends sessions of whomever that were opened up to a moment, at most `limit` of them; how many they were. Those that are erased, or
   * ended by somebody else, while they are picked are passed over: others are picked in their place, and who ended first has ended.
   * @param isPatient whether to wait for those that somebody holds, who may wait for some of these
   */
  async endAnybodys(openedBy: Date, reason: EndReason, limit: number, isPatient: boolean): Promise<number> {
    const ended = await this.database.query<{ id: string }>(
      `WITH picked AS MATERIALIZED (SELECT id FROM sessions WHERE ${OPEN} AND created_at <= $1 LIMIT $3 FOR NO KEY UPDATE ${isPatient ? '' : 'SKIP LOCKED'})
       UPDATE sessions SET ended_at = $1, end_reason = $2 FROM picked WHERE sessions.id = picked.id RETURNING sessions.id`,
      [openedBy, reason, limit],
    );
    for (const { id } of ended) this.forget(id);
    return ended.length;
  }

  /** Ends what a person has beyond `max` living sessions: of `kept`'s kind first, the longest idle first, never `kept`. @returns how many */
  async endSurplus(kept: Session, max: number, now: Date): Promise<number> {
    const ended = await this.database.query<{ id: string }>(
      `UPDATE sessions SET ended_at = $1, end_reason = 'superseded' WHERE id IN (
        SELECT id FROM sessions WHERE ${ALIVE} AND user_id = $2 AND id <> $3
        ORDER BY (client = $4) DESC, last_seen_at, number
        LIMIT greatest(0, (SELECT count(*) FROM sessions WHERE ${ALIVE} AND user_id = $2) - $5))
       RETURNING id`,
      [now, kept.userId, kept.id, kept.client, max],
    );
    for (const { id } of ended) this.forget(id);
    return ended.length;
  }

  /** Removes at most `limit` sessions that ended before a moment, passing over those that somebody else has locked. */
  async removeEndedBefore(before: Date, limit: number): Promise<number> {
    const removed = await this.database.query(
      `DELETE FROM sessions WHERE id IN (
        SELECT id FROM sessions WHERE least(ended_at, expires_at) < $1 ORDER BY least(ended_at, expires_at) LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [before, limit],
    );
    return removed.length;
  }

  // Once the change is committed and before it is acknowledged; the other instances hear of it from the database.
  private forget(id: string): void {
    this.transaction.afterCommit(() => this.cache.drop(id));
  }

  private get columns(): string {
    return this.database.columns(Session, 'sessions');
  }

  private async firstPrepared(name: string, sql: string, parameters: unknown[]): Promise<Session | null> {
    const [row] = await this.database.queryPrepared<Record<string, unknown>>(name, sql, parameters);
    return row === undefined ? null : this.database.hydrate(Session, row, 'sessions_');
  }

  private async first(sql: string, parameters: unknown[]): Promise<Session | null> {
    const [session] = await this.database.entities(Session, sql, parameters);
    return session ?? null;
  }
}
