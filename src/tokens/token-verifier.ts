import { Injectable } from '@nestjs/common';
import { verify } from 'jsonwebtoken';
import { API_NAMES, type ApiName } from '../config/config';
import { DomainError } from '../errors/domain-error';
import { BearerTokens } from './bearer-tokens';
import { type TokenClaims, TokenRules } from './token-rules';

/** A token of ours, of whichever API. */
export interface VerifiedToken {
  readonly claims: TokenClaims;
  readonly api: ApiName;
}

/** Verifies tokens that did not come as the credentials of a request. */
@Injectable()
export class TokenVerifier {
  constructor(
    private readonly rules: TokenRules,
    private readonly tokens: BearerTokens,
  ) {}

  /** @throws DomainError token_invalid, token_expired */
  async verify(raw: string): Promise<VerifiedToken> {
    const key = await this.rules.keyFor(raw);
    let claims: unknown;
    try {
      // Times are checked below, against our clock.
      claims = verify(raw, key.verifying, { algorithms: [key.algorithm], ignoreExpiration: true, ignoreNotBefore: true });
    } catch (cause) {
      throw new DomainError('token_invalid', { cause });
    }
    const api = API_NAMES.find((name) => this.tokens.audienceOf(name) === (claims as { aud?: unknown }).aud);
    if (api === undefined) throw new DomainError('token_invalid');
    return { claims: this.rules.check(claims, api), api };
  }
}
