import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import { Clock } from '../clock/clock';
import { DomainError } from '../errors/domain-error';
import { Tally } from '../log/tally';
import { type ParsedRefreshToken, RefreshTokens } from './refresh-tokens';
import type { Session } from './session.entity';
import { SessionRepository } from './session.repository';

/** Seconds in which a token that was just replaced gets its successor again: the answer may have been lost. */
const GRACE = 10;

/** The token before the current one, past the grace; an older one; one whose MAC is not ours. */
export type Reuse = 'recent' | 'stale' | 'foreign';

/**
 * Rotation of refresh tokens with detection of reuse (RFC 9700, 4.14.2). The token of number n moves the session to
 * n + 1; one conditional UPDATE decides who does, so that parallel refreshes give one lineage.
 */
@Injectable()
export class SessionRefresher {
  readonly reuses = new Tally<Reuse>();

  constructor(
    private readonly sessions: SessionRepository,
    private readonly refreshTokens: RefreshTokens,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /**
   * The session, standing at the successor of the presented token.
   * @throws DomainError refresh_token_invalid, refresh_token_reused
   */
  async rotate(token: string): Promise<Session> {
    const { parsed, session } = await this.read(token);
    if (parsed === null || session === null) throw new DomainError('refresh_token_invalid');
    if (!this.refreshTokens.verify(session, parsed)) {
      // Not made by us: it tells of a forger, and must not let one end somebody's session.
      this.report(session, 'foreign');
      throw new DomainError('refresh_token_invalid');
    }
    return (await this.sessions.advance(session.id, parsed.counter, this.clock.now())) ?? this.again(session.id, parsed.counter);
  }

  /** The living session that a token would refresh at this moment; null for any other text. */
  async find(token: string): Promise<Session | null> {
    const { parsed, session } = await this.read(token);
    if (parsed === null || session === null || !this.refreshTokens.verify(session, parsed)) return null;
    return session.refreshCounter === parsed.counter || this.isRepeatable(session, parsed.counter) ? session : null;
  }

  /** The living session that a token was made for, however long ago it was replaced; null for any other text. */
  async findOwner(token: string): Promise<Session | null> {
    const { parsed, session } = await this.read(token);
    return parsed !== null && session !== null && this.refreshTokens.verify(session, parsed) ? session : null;
  }

  private async read(token: string): Promise<{ parsed: ParsedRefreshToken | null; session: Session | null }> {
    const parsed = this.refreshTokens.parse(token);
    return { parsed, session: parsed === null ? null : await this.sessions.find(parsed.sessionId, this.clock.now()) };
  }

  private async again(id: string, counter: number): Promise<Session> {
    const session = await this.sessions.find(id, this.clock.now());
    if (session === null) throw new DomainError('refresh_token_invalid');
    if (this.isRepeatable(session, counter)) return session;
    await this.sessions.end(session.id, session.userId, 'refresh_reused', this.clock.now());
    this.report(session, session.refreshCounter === counter + 1 ? 'recent' : 'stale');
    throw new DomainError('refresh_token_reused');
  }

  private report({ userId, id }: Session, reuse: Reuse): void {
    this.reuses.add(reuse);
    this.audit.note({ event: 'refresh_token_reused', outcome: 'failure', subjectId: userId, actor: 'anonymous', sessionId: id, facts: { reuse } });
  }

  /** Whether the token of this number was replaced so lately that its successor is given again. */
  private isRepeatable({ refreshCounter, refreshedAt }: Session, counter: number): boolean {
    return refreshCounter === counter + 1 && refreshedAt !== null && this.clock.now().getTime() - refreshedAt.getTime() <= GRACE * 1000;
  }
}
