import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { User } from '../users/user.entity';
import { Session } from './session.entity';

/** Reads an account and one session of it in a single statement, to be kept in memory: without the refresh key. */
@Injectable()
export class SnapshotRepository {
  private sql: string | undefined;

  constructor(private readonly database: Database) {}

  async find(userId: string, sessionId: string): Promise<{ user: User | null; session: Session | null }> {
    this.sql ??= `SELECT ${this.database.columns(User, 'u')}, ${this.database.columns(Session, 's')}
      FROM users u LEFT JOIN sessions s ON s.id = $2 AND s.user_id = u.id WHERE u.id = $1`;
    const [row] = await this.database.queryPrepared<Record<string, unknown>>('snapshot', this.sql, [userId, sessionId]);
    if (row === undefined) return { user: null, session: null };
    const session = row['s_id'] === null ? null : this.database.hydrate(Session, row, 's_');
    // No reader needs it, and Node cuts a small Buffer out of a slab of 8 KiB, all of which would be kept along with it.
    if (session !== null) session.refreshKey = null;
    return { user: this.database.hydrate(User, row, 'u_'), session };
  }
}
