import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-jwt';
import { ApiRegistry } from '../http/api-registry';
import type { Authentication } from '../http/authentication';
import { SessionLookup } from '../sessions/session-lookup';
import { TokenRules } from '../tokens/token-rules';

/**
 * Verifies the token of any API: each puts it in its own header, our ring holds every key. Times are checked against our
 * clock, after the signature.
 */
@Injectable()
export class BearerStrategy extends PassportStrategy(Strategy, 'bearer') {
  constructor(
    private readonly apis: ApiRegistry,
    private readonly rules: TokenRules,
    private readonly sessions: SessionLookup,
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
  }

  /** @throws DomainError token_invalid, token_expired, session_ended, account_gone */
  async validate(request: FastifyRequest, payload: unknown): Promise<Authentication> {
    const api = this.apis.of(request);
    const client = api.name === 'pages' ? 'native' : api.name;
    const { sub: userId, sid: sessionId, jti: tokenId, gen: generation } = this.rules.check(payload, client);
    const { scopes } = await this.sessions.open({ userId, sessionId, tokenId, generation });
    return { userId, sessionId, tokenId, scopes, client };
  }
}
