import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { Transaction } from '../database/transaction';
import { Session } from './session.entity';
import { SessionCache } from './session-cache';

/**
 * Sessions of the API that knows a device by its platform and application (UProgress): signing in again on the same
 * device renews the record instead of adding one.
 */
@Injectable()
export class DeviceSessionRepository {
  constructor(
    private readonly database: Database,
    private readonly transaction: Transaction,
    private readonly cache: SessionCache,
  ) {}

  /** Adds the record of a device, or renews the one it has. The number and the tokens of a renewed record stay. */
  async put(session: Omit<Session, 'number'>): Promise<Session> {
    await this.endExpired(session);
    const columns = Object.keys(VALUES) as (keyof typeof VALUES)[];
    const placeholders = columns.map((_, index) => `$${index + 1}`).join(', ');
    const renewed = RENEWED.map((column) => `${column} = excluded.${column}`).join(', ');
    const [stored] = await this.database.entities(
      Session,
      `INSERT INTO sessions (${columns.join(', ')}) VALUES (${placeholders})
       ON CONFLICT (user_id, platform, app_name) WHERE client = 'uprogress' AND ended_at IS NULL DO UPDATE SET ${renewed}
       RETURNING *`,
      columns.map((column) => session[VALUES[column]]),
    );
    const { id } = stored!;
    this.transaction.afterCommit(() => this.cache.drop(id));
    return stored!;
  }

  // A record past its end is never revived: it makes room for a new one with a new number.
  private async endExpired({ userId, client, platform, appName, createdAt }: Omit<Session, 'number'>): Promise<void> {
    await this.database.query(
      `UPDATE sessions SET ended_at = $5, end_reason = 'expired'
       WHERE user_id = $1 AND client = $2 AND platform IS NOT DISTINCT FROM $3 AND app_name IS NOT DISTINCT FROM $4 AND ended_at IS NULL
         AND (expires_at <= $5 OR last_seen_at + idle_seconds * interval '1 second' <= $5)`,
      [userId, client, platform, appName, createdAt],
    );
  }
}

const VALUES = {
  id: 'id',
  user_id: 'userId',
  client: 'client',
  platform: 'platform',
  platform_version: 'platformVersion',
  app_name: 'appName',
  app_version: 'appVersion',
  provider: 'provider',
  label: 'label',
  ip: 'ip',
  user_agent: 'userAgent',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
  signed_in_at: 'signedInAt',
  last_seen_at: 'lastSeenAt',
  expires_at: 'expiresAt',
  idle_seconds: 'idleSeconds',
} as const satisfies Record<string, keyof Session>;

const RENEWED = ['platform_version', 'app_version', 'provider', 'ip', 'user_agent', 'updated_at', 'signed_in_at', 'last_seen_at', 'expires_at', 'idle_seconds'];
