import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-jwt';
import { clientOf } from '../http/api';
import { ApiRegistry } from '../http/api-registry';
import type { Authentication } from '../http/authentication';
import { TokenRules } from '../tokens/token-rules';
import { VerifiedTokens } from '../tokens/verified-tokens';
import { Authenticator } from './authenticator';
import { registerUniquely } from './passport-strategy';

/**
 * Verifies the token of any API: each puts it in its own header, our ring holds every key. Times are checked against our
 * clock, after the signature.
 */
@Injectable()
export class BearerStrategy extends PassportStrategy(Strategy, 'bearer') {
  /** The name that guards know it by. */
  readonly registeredAs: string;

  constructor(
    private readonly apis: ApiRegistry,
    rules: TokenRules,
    private readonly verified: VerifiedTokens,
    private readonly authenticator: Authenticator,
  ) {
    super({
      jwtFromRequest: (request: unknown) => apis.of(request as FastifyRequest).readToken(request as FastifyRequest),
      secretOrKeyProvider: (_: unknown, raw: string, done: (error: unknown, key?: never) => void) => {
        rules.keyFor(raw).then(
          (key) => done(null, key.verifying as never),
          (error: unknown) => done(error),
        );
      },
      algorithms: ['ES256', 'HS256'],
      ignoreExpiration: true,
      passReqToCallback: true,
    });
    this.registeredAs = registerUniquely(this);
  }

  /** @throws DomainError token_invalid, token_expired, session_ended, account_gone */
  async validate(request: FastifyRequest, claims: object): Promise<Authentication> {
    const api = this.apis.of(request);
    const raw = api.readToken(request);
    if (raw !== null) this.verified.remember(raw, claims);
    return this.authenticator.authenticate(claims, clientOf(api));
  }
}
