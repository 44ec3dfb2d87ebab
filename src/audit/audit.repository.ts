import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { AuditEvent } from './audit-event.entity';
import { AuditIds } from './audit-ids';

/** Rows that one statement erases a person from. */
const ERASED_AT_ONCE = 5_000;

const COLUMNS = 'id, at, event, outcome, subject_id, actor, actor_id, session_id, api, ip, user_agent, request_id, facts';

// Notes are written a moment after they were made. By then their person may have been erased, and must not come back: the
// account is looked for, and the lock lets an erasure either wait for this statement or come before it.
const ADD_ALL = `WITH noted AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS row (id uuid, at timestamptz, event text, outcome text, "subjectId" uuid, actor text, "actorId" uuid,
      "sessionId" uuid, api text, ip text, "userAgent" text, "requestId" text, facts jsonb)
  ), people AS MATERIALIZED (
    SELECT id FROM users WHERE id IN (SELECT "subjectId" FROM noted) ORDER BY id FOR KEY SHARE
  )
  INSERT INTO audit_events (${COLUMNS})
  SELECT noted.id, at, event, outcome, people.id, actor, "actorId", CASE WHEN stays THEN "sessionId" END, api, CASE WHEN stays THEN ip END,
    CASE WHEN stays THEN "userAgent" END, CASE WHEN stays THEN "requestId" END, facts
  FROM noted LEFT JOIN people ON people.id = "subjectId", LATERAL (SELECT "subjectId" IS NULL OR people.id IS NOT NULL) AS person (stays)
  ON CONFLICT (id) DO NOTHING`;

@Injectable()
export class AuditRepository {
  constructor(private readonly database: Database) {}

  /** Adds one event, in the open transaction where there is one. */
  async add(row: AuditEvent): Promise<void> {
    const { id, at, event, outcome, subjectId, actor, actorId, sessionId, api, ip, userAgent, requestId, facts } = row;
    await this.database.query(`INSERT INTO audit_events (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`, [
      ...[id, at, event, outcome, subjectId, actor, actorId, sessionId, api, ip, userAgent, requestId],
      JSON.stringify(facts),
    ]);
  }

  /** Adds what was noted, in one statement; what was added before is passed over. */
  async addAll(rows: readonly AuditEvent[]): Promise<void> {
    await this.database.query(ADD_ALL, [JSON.stringify(rows)]);
  }

  /** A person's events, the newest first. */
  list(subjectId: string, before: string | null, limit: number): Promise<AuditEvent[]> {
    return this.database.entities(AuditEvent, `SELECT * FROM audit_events WHERE subject_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`, [
      subjectId,
      before,
      limit,
    ]);
  }

  /**
   * Puts one new pseudonym in the person's place, and takes away from where they acted. To the last: a statement that has erased fewer
   * than it may can have met events that were swept meanwhile.
   */
  async erase(person: string): Promise<void> {
    const pseudonym = randomUUID();
    for (;;) {
      const [row] = await this.database.query<{ erased: number }>('SELECT erase_person_from_audit($1, $2, $3) AS erased', [person, pseudonym, ERASED_AT_ONCE]);
      if (row === undefined || row.erased === 0) return;
    }
  }

  /** Removes at most `limit` events from before a moment, the oldest first; how many they were. */
  async removeBefore(moment: Date, limit: number): Promise<number> {
    const [row] = await this.database.query<{ swept: number }>('SELECT sweep_audit($1, $2) AS swept', [AuditIds.before(moment), limit]);
    return row?.swept ?? 0;
  }
}
