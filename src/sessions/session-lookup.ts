import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Database } from '../database/database';
import { DomainError } from '../errors/domain-error';
import { SessionRepository } from './session.repository';

/** Seconds between two notes of a session's use. */
const TOUCH_PAUSE = 60;

/** What a verified token says of the session it opens. */
export interface PresentedToken {
  readonly userId: string;
  readonly sessionId: string;
  readonly tokenId: string;
  /** Of a dialect's token. */
  readonly generation?: number;
}

interface Snapshot {
  scopes: string[];
  disabledAt: Date | null;
  sessionId: string | null;
  endedAt: Date | null;
  expiresAt: Date;
  lastSeenAt: Date;
  idleSeconds: number | null;
  tokenGeneration: number;
  keptTokenId: string | null;
}

/** Decides whether a token's session is alive: on every request, so that an ended one is dead at the next. */
@Injectable()
export class SessionLookup {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * The scopes of a living session.
   * @throws DomainError account_gone, session_ended, token_expired
   */
  async open(token: PresentedToken): Promise<{ scopes: string[] }> {
    const found = await this.snapshot(token);
    if (found === undefined) throw new DomainError('account_gone');
    const now = this.clock.now().getTime();
    if (found.sessionId === null || found.endedAt !== null || found.disabledAt !== null || isReplaced(token, found)) throw new DomainError('session_ended');
    if (found.expiresAt.getTime() <= now || idleEnd(found) <= now) throw new DomainError('token_expired');
    if (now - found.lastSeenAt.getTime() >= TOUCH_PAUSE * 1000) await this.sessions.touch(token.sessionId, this.clock.now(), TOUCH_PAUSE);
    return { scopes: found.scopes };
  }

  private async snapshot({ userId, sessionId }: PresentedToken): Promise<Snapshot | undefined> {
    const [row] = await this.database.query<Snapshot>(
      `SELECT u.scopes, u.disabled_at AS "disabledAt", s.id AS "sessionId", s.ended_at AS "endedAt", s.expires_at AS "expiresAt",
        s.last_seen_at AS "lastSeenAt", s.idle_seconds AS "idleSeconds", s.token_generation AS "tokenGeneration", s.kept_token_id AS "keptTokenId"
       FROM users u LEFT JOIN sessions s ON s.id = $2 AND s.user_id = u.id WHERE u.id = $1`,
      [userId, sessionId],
    );
    return row;
  }
}

function idleEnd({ lastSeenAt, idleSeconds }: Snapshot): number {
  return idleSeconds === null ? Infinity : lastSeenAt.getTime() + idleSeconds * 1000;
}

function isReplaced({ generation, tokenId }: PresentedToken, { tokenGeneration, keptTokenId }: Snapshot): boolean {
  return generation !== undefined && generation !== tokenGeneration && tokenId !== keptTokenId;
}
