import { Injectable } from '@nestjs/common';
import { ChangeNotices } from '../database/change-notices';
import { ReadCache } from '../database/read-cache';
import type { Session } from './session.entity';

/** What tells whether a session is alive: all that is kept of one in memory. */
export type KnownSession = Pick<Session, 'id' | 'userId' | 'endedAt' | 'expiresAt' | 'idleSeconds' | 'lastSeenAt' | 'tokenGeneration' | 'keptTokenId'>;

/** Half a KiB each. */
const MAX_SESSIONS = 50_000;

/** Sessions that were used lately. */
@Injectable()
export class SessionCache extends ReadCache<KnownSession> {
  constructor(notices: ChangeNotices) {
    super('session', MAX_SESSIONS, notices);
  }
}
