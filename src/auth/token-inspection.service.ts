import { Injectable } from '@nestjs/common';
import type { ApiName } from '../config/config';
import { DomainError } from '../errors/domain-error';
import { Log } from '../log/log';
import { SessionLookup } from '../sessions/session-lookup';
import { SessionRefresher } from '../sessions/session-refresher';
import { SessionsService } from '../sessions/sessions.service';
import type { TokenClaims } from '../tokens/token-rules';
import { TokenVerifier } from '../tokens/token-verifier';

/** A token that is good at this moment. */
export interface ActiveToken {
  readonly kind: 'access' | 'refresh';
  readonly api: ApiName;
  readonly userId: string;
  readonly sessionId: string;
  readonly scopes: readonly string[];
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  /** Absent for refresh tokens, which carry no claims. */
  readonly claims?: TokenClaims;
}

/** What is to be said of a token that somebody else was shown, and what its holder may do to it. */
@Injectable()
export class TokenInspection {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly lookup: SessionLookup,
    private readonly refresher: SessionRefresher,
    private readonly sessions: SessionsService,
    private readonly log: Log,
  ) {}

  /** The token's meaning; null for whatever is not good now, for any reason (RFC 7662, 2.2). */
  async inspect(token: string): Promise<ActiveToken | null> {
    try {
      return (await this.inspectRefresh(token)) ?? (await this.inspectAccess(token));
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'unauthenticated') return null;
      throw error;
    }
  }

  /**
   * Ends the session of a token, of either kind and any API; what is no living session's token needs no end (RFC 7009, 2.2). A refresh
   * token may have been replaced: using it would end the session as a replay, so its holder gains nothing by ending it.
   */
  async revoke(token: string): Promise<void> {
    const owner = await this.ownerOf(token);
    if (owner === null) return;
    const ended = await this.sessions.endIfOpen(owner.userId, owner.sessionId, 'revoked');
    // By somebody else meanwhile, which is what was asked for.
    if (ended === null) this.log.event('already_ended', { sessionId: owner.sessionId });
  }

  private async ownerOf(token: string): Promise<{ userId: string; sessionId: string } | null> {
    const session = await this.refresher.findOwner(token);
    return session === null ? this.inspect(token) : { userId: session.userId, sessionId: session.id };
  }

  private async inspectRefresh(token: string): Promise<ActiveToken | null> {
    const session = await this.refresher.find(token);
    if (session === null) return null;
    const scopes = await this.lookup.open({ userId: session.userId, sessionId: session.id, tokenId: '' });
    return { kind: 'refresh', api: 'native', userId: session.userId, sessionId: session.id, scopes, expiresAt: Math.floor(session.expiresAt.getTime() / 1000) };
  }

  private async inspectAccess(token: string): Promise<ActiveToken> {
    const { claims, api } = await this.verifier.verify(token);
    const { sub: userId, sid: sessionId, jti: tokenId, gen: generation, exp } = claims;
    const scopes = await this.lookup.open({ userId, sessionId, tokenId, generation });
    return { kind: 'access', api, userId, sessionId, scopes, expiresAt: exp, claims };
  }
}
