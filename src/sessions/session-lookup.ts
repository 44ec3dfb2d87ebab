import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { DomainError } from '../errors/domain-error';
import type { User } from '../users/user.entity';
import { UserCache } from '../users/user-cache';
import { LastSeen } from './last-seen';
import { type KnownSession, SessionCache } from './session-cache';
import { SnapshotRepository } from './snapshot.repository';

/** What a verified token says of the session it opens. */
export interface PresentedToken {
  readonly userId: string;
  readonly sessionId: string;
  readonly tokenId: string;
  /** Of a dialect's token. */
  readonly generation?: number;
}

/**
 * Decides whether a token's session is alive: on every request, so that an ended one is dead at the next. What it goes by
 * is kept in memory for as long as this instance hears of every change.
 */
@Injectable()
export class SessionLookup {
  constructor(
    private readonly sessions: SessionCache,
    private readonly users: UserCache,
    private readonly snapshots: SnapshotRepository,
    private readonly lastSeen: LastSeen,
    private readonly clock: Clock,
  ) {}

  /**
   * The scopes of a session that is known to be alive without asking the database; null where it must be asked. A refusal
   * is never given from memory: another instance may have seen the session in use since it was read.
   */
  recall(token: PresentedToken): readonly string[] | null {
    const session = this.sessions.get(token.sessionId);
    const user = this.users.get(token.userId);
    if (session === undefined || user === undefined || this.refusal(token, user, session) !== null) return null;
    return this.accept(user, session);
  }

  /**
   * The scopes of a living session.
   * @throws DomainError account_gone, session_ended, token_expired
   */
  async open(token: PresentedToken): Promise<readonly string[]> {
    const recalled = this.recall(token);
    if (recalled !== null) return recalled;
    const { user, session } = await this.read(token);
    const refusal = this.refusal(token, user, session);
    if (refusal !== null || session === null) throw new DomainError(refusal ?? 'session_ended');
    return this.accept(user, session);
  }

  private refusal(token: PresentedToken, user: User, session: KnownSession | null): 'session_ended' | 'token_expired' | null {
    const ended = session === null || session.userId !== user.id || session.endedAt !== null || user.disabledAt !== null;
    if (ended || isReplaced(token, session)) return 'session_ended';
    const now = this.clock.now().getTime();
    return session.expiresAt.getTime() <= now || this.idleEnd(session) <= now ? 'token_expired' : null;
  }

  private accept(user: User, session: KnownSession): readonly string[] {
    this.lastSeen.note(session, this.clock.now().getTime());
    return user.scopes;
  }

  private async read({ userId, sessionId }: PresentedToken): Promise<{ user: User; session: KnownSession | null }> {
    const sessionReading = this.sessions.begin(sessionId);
    const userReading = this.users.begin(userId);
    try {
      const { user, session } = await this.snapshots.find(userId, sessionId);
      userReading.keep(user);
      sessionReading.keep(session);
      if (user === null) throw new DomainError('account_gone');
      return { user, session };
    } finally {
      sessionReading.end();
      userReading.end();
    }
  }

  private idleEnd(session: KnownSession): number {
    return session.idleSeconds === null ? Infinity : this.lastSeen.of(session) + session.idleSeconds * 1000;
  }
}

function isReplaced({ generation, tokenId }: PresentedToken, { tokenGeneration, keptTokenId }: KnownSession): boolean {
  return generation !== undefined && generation !== tokenGeneration && tokenId !== keptTokenId;
}
