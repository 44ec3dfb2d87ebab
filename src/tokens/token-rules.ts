import { decode, type Jwt } from 'jsonwebtoken';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import type { ApiName } from '../config/config';
import { DomainError } from '../errors/domain-error';
import { BearerTokens, TOKEN_TYPE } from './bearer-tokens';
import { KeyRing } from './key-ring';
import type { RingKey } from './make-key';

/** The claims of a token whose signature has been verified. */
export interface TokenClaims {
  readonly sub: string;
  readonly sid: string;
  readonly jti: string;
  readonly aud: string;
  /** Of access tokens. */
  readonly iss?: string;
  readonly exp: number;
  readonly iat?: number;
  readonly nbf?: number;
  /** Of a dialect's token: the generation of its session's tokens. */
  readonly gen?: number;
}

/** What a token must be before and after its signature is looked at (RFC 8725). */
@Injectable()
export class TokenRules {
  constructor(
    private readonly ring: KeyRing,
    private readonly tokens: BearerTokens,
    private readonly clock: Clock,
  ) {}

  /**
   * The key a raw token must be verified with. The header may only choose among our keys: its algorithm and type must
   * be those of the key, whatever else it says (`jku`, `jwk`, `x5u`) is not looked at. Each key signs for its own
   * audience: the dialects' secret key opens nothing natively.
   * @throws DomainError token_invalid
   */
  async keyFor(raw: string): Promise<RingKey> {
    const { header, payload } = partsOf(raw);
    const key = typeof header?.kid === 'string' ? await this.ring.find(header.kid) : null;
    if (key === null || key.purpose === 'fingerprint' || header?.alg !== key.algorithm || header.typ !== TOKEN_TYPE[key.purpose]) {
      throw new DomainError('token_invalid');
    }
    const isForAccess = typeof payload === 'object' && payload.aud === this.tokens.audienceOf('native');
    if (isForAccess !== (key.purpose === 'access')) throw new DomainError('token_invalid');
    return key;
  }

  /**
   * Checks the claims of a token with a good signature.
   * @throws DomainError token_invalid, token_expired
   */
  check(payload: unknown, api: ApiName): TokenClaims {
    const claims = payload as TokenClaims;
    const complete = [claims.sub, claims.sid, claims.jti].every((claim) => typeof claim === 'string') && typeof claims.exp === 'number';
    if (!complete || claims.aud !== this.tokens.audienceOf(api)) throw new DomainError('token_invalid');
    if (api === 'native' && claims.iss !== this.ring.issuer) throw new DomainError('token_invalid');
    if (claims.nbf !== undefined && claims.nbf > this.clock.seconds()) throw new DomainError('token_invalid');
    if (claims.exp <= this.clock.seconds()) throw new DomainError('token_expired');
    return claims;
  }
}

function partsOf(raw: string): Partial<Jwt> {
  try {
    return decode(raw, { complete: true }) ?? {};
  } catch {
    return {}; // its payload says it is JSON and is not
  }
}
