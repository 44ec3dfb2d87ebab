import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { User } from '../users/user.entity';
import type { KnownSession } from './session-cache';

/** The columns of a session that is looked for; all are null where there is none. */
interface SessionColumns {
  readonly session_id: string | null;
  readonly ended_at: Date | null;
  readonly expires_at: Date;
  readonly idle_seconds: number | null;
  readonly last_seen_at: Date;
  readonly token_generation: number;
  readonly kept_token_id: string | null;
}

/** Reads an account and what is to be known of one session of it in a single statement, to be kept in memory. */
@Injectable()
export class SnapshotRepository {
  private sql: string | undefined;

  constructor(private readonly database: Database) {}

  async find(userId: string, sessionId: string): Promise<{ user: User | null; session: KnownSession | null }> {
    this.sql ??= `SELECT ${this.database.columns(User, 'u')},
        s.id AS session_id, s.ended_at, s.expires_at, s.idle_seconds, s.last_seen_at, s.token_generation, s.kept_token_id
      FROM users u LEFT JOIN sessions s ON s.id = $2 AND s.user_id = u.id WHERE u.id = $1`;
    const [row] = await this.database.queryPrepared<SessionColumns & Record<string, unknown>>('snapshot', this.sql, [userId, sessionId]);
    return row === undefined ? { user: null, session: null } : { user: this.database.hydrate(User, row, 'u_'), session: sessionIn(row, userId) };
  }
}

function sessionIn(row: SessionColumns, userId: string): KnownSession | null {
  if (row.session_id === null) return null;
  return {
    id: row.session_id,
    userId,
    endedAt: row.ended_at,
    expiresAt: row.expires_at,
    idleSeconds: row.idle_seconds,
    lastSeenAt: row.last_seen_at,
    tokenGeneration: row.token_generation,
    keptTokenId: row.kept_token_id,
  };
}
