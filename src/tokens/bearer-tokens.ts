import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Algorithm, sign } from 'jsonwebtoken';
import { Clock } from '../clock/clock';
import type { ApiName, DialectName } from '../config/config';
import { Config } from '../config/config';
import { KeyRing } from './key-ring';

/** What a token is made for: a session of a person, seen through one API. */
export interface TokenSubject {
  readonly userId: string;
  readonly sessionId: string;
  readonly scopes: readonly string[];
  /** The session's own end: no token outlives it. */
  readonly expiresAt: Date;
}

export interface MintedToken {
  readonly token: string;
  readonly tokenId: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/** The JWT header's `typ` of our access tokens (RFC 9068, 2.1) and of the dialects'. */
export const TOKEN_TYPE: Readonly<Record<'access' | 'legacy', string>> = { access: 'at+jwt', legacy: 'JWT' };

/** Makes the tokens that callers present: ES256 access tokens for the native API, HS256 tokens for the dialects. */
@Injectable()
export class BearerTokens {
  constructor(
    private readonly ring: KeyRing,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** An access token in the profile of RFC 9068. */
  mintAccess(subject: TokenSubject): MintedToken {
    const claims = { iss: this.ring.issuer, aud: this.audienceOf('native'), scope: subject.scopes.join(' ') };
    return this.mint('access', claims, subject, this.clock.in(this.config.tokens.accessTokenTtl));
  }

  /**
   * A token of a dialect, as long-lived as its session.
   * @param extra claims that this dialect's clients read
   * @param generation of the session's tokens; a password change raises it and so ends the tokens before it
   */
  mintLegacy(dialect: DialectName, subject: TokenSubject, generation: number, extra: Readonly<Record<string, unknown>> = {}): MintedToken {
    return this.mint('legacy', { ...extra, aud: this.audienceOf(dialect), gen: generation }, subject, subject.expiresAt);
  }

  /** `aud` of an API's tokens: a token of one API is worth nothing in another. */
  audienceOf(api: ApiName): string {
    return api === 'native' ? this.ring.issuer : `${this.ring.issuer}#${api}`;
  }

  private mint(purpose: 'access' | 'legacy', claims: Record<string, unknown>, subject: TokenSubject, until: Date): MintedToken {
    const key = this.ring.current(purpose);
    const iat = this.clock.seconds();
    const exp = Math.floor(Math.min(until.getTime(), subject.expiresAt.getTime()) / 1000);
    const tokenId = randomBytes(16).toString('base64url');
    const payload = { ...claims, sub: subject.userId, sid: subject.sessionId, iat, exp, jti: tokenId };
    const algorithm: Algorithm = key.algorithm;
    const token = sign(payload, key.signing, { algorithm, header: { alg: algorithm, typ: TOKEN_TYPE[purpose], kid: key.id } });
    return { token, tokenId, expiresIn: exp - iat };
  }
}
