import { Injectable } from '@nestjs/common';
import type { Api } from '../http/api';
import type { Authentication } from '../http/authentication';
import { SessionLookup } from '../sessions/session-lookup';
import { TokenRules } from '../tokens/token-rules';

/** From the claims of a well-signed token to the caller. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly rules: TokenRules,
    private readonly sessions: SessionLookup,
  ) {}

  /** @throws DomainError token_invalid, token_expired, session_ended, account_gone */
  async authenticate(claims: unknown, api: Api): Promise<Authentication> {
    const client = api.name === 'pages' ? 'native' : api.name;
    const { sub: userId, sid: sessionId, jti: tokenId, gen: generation } = this.rules.check(claims, client);
    const { scopes } = await this.sessions.open({ userId, sessionId, tokenId, generation });
    return { userId, sessionId, tokenId, scopes, client };
  }
}
