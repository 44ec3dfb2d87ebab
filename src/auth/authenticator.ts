import { Injectable } from '@nestjs/common';
import type { ApiName } from '../config/config';
import { type PresentedToken, SessionLookup } from '../sessions/session-lookup';
import { TokenRules } from '../tokens/token-rules';

/** Who a token speaks for. */
export interface Principal extends Omit<PresentedToken, 'generation'> {
  readonly scopes: readonly string[];
  /** The API whose token it is. */
  readonly client: ApiName;
}

/** From the claims of a well-signed token to the caller. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly rules: TokenRules,
    private readonly sessions: SessionLookup,
  ) {}

  /**
   * The caller, where the session is known to be alive without asking the database: at once, since promises are a good part
   * of what a read costs. Null where `authenticate` must be asked.
   * @throws DomainError token_invalid, token_expired
   */
  recall(claims: unknown, client: ApiName): Principal | null {
    const token = this.presented(claims, client);
    const scopes = this.sessions.recall(token);
    return scopes === null ? null : callerOf(token, scopes, client);
  }

  /** @throws DomainError token_invalid, token_expired, session_ended, account_gone */
  async authenticate(claims: unknown, client: ApiName): Promise<Principal> {
    const token = this.presented(claims, client);
    return callerOf(token, await this.sessions.open(token), client);
  }

  private presented(claims: unknown, client: ApiName): PresentedToken {
    const { sub: userId, sid: sessionId, jti: tokenId, gen: generation } = this.rules.check(claims, client);
    return { userId, sessionId, tokenId, generation };
  }
}

function callerOf({ userId, sessionId, tokenId }: PresentedToken, scopes: readonly string[], client: ApiName): Principal {
  return { userId, sessionId, tokenId, scopes, client };
}
