import { type EarlierSessions, SAME_DEVICE, sameDeviceParameters } from './device-recognition';
import { living } from './living';
import type { Session } from './session.entity';

export type NewSession = Omit<Session, 'number'>;

/** A session just added, and what was on record before it. */
export interface IssuedSession {
  readonly session: Session;
  readonly earlier: EarlierSessions;
}

/** The columns of the row that the statement returns beside the session's own. */
export interface EarlierColumns {
  earlier_records: number;
  earlier_living: number;
  earlier_same_device: boolean;
}

const COLUMNS = {
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
  push_token: 'pushToken',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
  signed_in_at: 'signedInAt',
  last_seen_at: 'lastSeenAt',
  expires_at: 'expiresAt',
  idle_seconds: 'idleSeconds',
  ended_at: 'endedAt',
  end_reason: 'endReason',
  refresh_key: 'refreshKey',
  refresh_counter: 'refreshCounter',
  refreshed_at: 'refreshedAt',
  token_generation: 'tokenGeneration',
  kept_token_id: 'keptTokenId',
} as const satisfies Record<string, keyof NewSession>;

const NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
/** The parameters before those of the columns: the device's five, and the account and the present moment. */
const FIRST_COLUMN = 8;

/**
 * A statement that adds a session and looks at those on record: both its parts see the sessions as they were before it.
 * @param onConflict what to do instead where the device has a record
 */
export function insertionSql(onConflict = ''): string {
  const placeholders = NAMES.map((_, index) => `$${index + FIRST_COLUMN}`).join(', ');
  return `WITH earlier AS (
      SELECT count(*)::int AS earlier_records, coalesce(bool_or(${SAME_DEVICE}), false) AS earlier_same_device,
        (count(*) FILTER (WHERE ${living('$7')}))::int AS earlier_living
      FROM sessions WHERE user_id = $6),
    issued AS (INSERT INTO sessions (${NAMES.join(', ')}) VALUES (${placeholders}) ${onConflict} RETURNING *)
    SELECT ${['number', ...NAMES].map((name) => `issued.${name}`).join(', ')}, earlier_records, earlier_living, earlier_same_device FROM issued, earlier`;
}

export function insertionParameters(session: NewSession): unknown[] {
  return [...sameDeviceParameters(session), session.userId, session.createdAt, ...NAMES.map((name) => session[COLUMNS[name]])];
}

export function earlierOf(row: EarlierColumns): EarlierSessions {
  return { records: row.earlier_records, living: row.earlier_living, sameDevice: row.earlier_same_device };
}
