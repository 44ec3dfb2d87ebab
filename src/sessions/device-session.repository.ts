import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { Transaction } from '../database/transaction';
import { living } from './living';
import { Session } from './session.entity';
import { SessionCache } from './session-cache';
import { type EarlierColumns, earlierOf, insertionParameters, insertionSql, type IssuedSession, type NewSession } from './session-insertion';

type Row = EarlierColumns & Record<string, unknown>;

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
  async put(session: NewSession): Promise<IssuedSession> {
    const row = (await this.tryPut(session)) ?? (await this.putAnew(session));
    const stored = this.database.hydrate(Session, row);
    this.transaction.afterCommit(() => this.cache.drop(stored.id));
    const earlier = earlierOf(row);
    return { session: stored, earlier: { ...earlier, sameDevice: earlier.sameDevice || stored.id !== session.id } };
  }

  /** Null where the device's record is past its end and not marked as ended. */
  private async tryPut(session: NewSession): Promise<Row | null> {
    const [row] = await this.database.queryPrepared<Row>('renew_session', RENEWAL, insertionParameters(session));
    return row ?? null;
  }

  // A record past its end is never revived: it makes room for a new one with a new number.
  private async putAnew(session: NewSession): Promise<Row> {
    const { userId, client, platform, appName, createdAt } = session;
    await this.database.query(
      `UPDATE sessions SET ended_at = $5, end_reason = 'expired'
       WHERE user_id = $1 AND client = $2 AND platform IS NOT DISTINCT FROM $3 AND app_name IS NOT DISTINCT FROM $4 AND ended_at IS NULL
         AND NOT (${living('$5')})`,
      [userId, client, platform, appName, createdAt],
    );
    return (await this.tryPut(session))!;
  }
}

const RENEWED = ['platform_version', 'app_version', 'provider', 'ip', 'user_agent', 'updated_at', 'signed_in_at', 'last_seen_at', 'expires_at', 'idle_seconds'];

const RENEWAL = insertionSql(`ON CONFLICT (user_id, platform, app_name) WHERE client = 'uprogress' AND ended_at IS NULL
  DO UPDATE SET ${RENEWED.map((column) => `${column} = excluded.${column}`).join(', ')}
  WHERE ${living('excluded.signed_in_at', 'sessions.')}`);
