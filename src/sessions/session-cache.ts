import { Injectable } from '@nestjs/common';
import { ChangeNotices } from '../database/change-notices';
import { ReadCache } from '../database/read-cache';
import type { Session } from './session.entity';

/** One or two KiB each. */
const MAX_SESSIONS = 50_000;

/** Sessions that were used lately. */
@Injectable()
export class SessionCache extends ReadCache<Session> {
  constructor(notices: ChangeNotices) {
    super('session', MAX_SESSIONS, notices);
  }
}
