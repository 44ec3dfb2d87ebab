import { Injectable } from '@nestjs/common';
import type { ApiName } from '../config/config';
import type { Api } from '../http/api';
import type { Authentication } from '../http/authentication';
import { type PresentedToken, SessionLookup } from '../sessions/session-lookup';
import { TokenRules } from '../tokens/token-rules';

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
  recall(claims: unknown, api: Api): Authentication | null {
    const { client, token } = this.presented(claims, api);
    const scopes = this.sessions.recall(token);
    return scopes === null ? null : callerOf(token, scopes, client);
  }

  /** @throws DomainError token_invalid, token_expired, session_ended, account_gone */
  async authenticate(claims: unknown, api: Api): Promise<Authentication> {
    const { client, token } = this.presented(claims, api);
    return callerOf(token, await this.sessions.open(token), client);
  }

  private presented(claims: unknown, api: Api): { client: ApiName; token: PresentedToken } {
    const client = api.name === 'pages' ? 'native' : api.name;
    const { sub: userId, sid: sessionId, jti: tokenId, gen: generation } = this.rules.check(claims, client);
    return { client, token: { userId, sessionId, tokenId, generation } };
  }
}

function callerOf({ userId, sessionId, tokenId }: PresentedToken, scopes: readonly string[], client: ApiName): Authentication {
  return { userId, sessionId, tokenId, scopes, client };
}
