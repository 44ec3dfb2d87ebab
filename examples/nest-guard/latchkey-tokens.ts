import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';

export interface LatchkeyOptions {
  /** `iss` and `aud` of access tokens: Latchkey's `ISSUER`. */
  readonly issuer: string;
  /** `…/.well-known/jwks.json` */
  readonly jwksUrl: string;
  /** For routes that must know of an ended session at once: `…/v2/auth/introspect` and a service key. */
  readonly introspection?: { readonly url: string; readonly serviceKey: string };
}

/** The person and the device session that a token speaks for. */
export interface Caller {
  readonly userId: string;
  readonly sessionId: string;
  readonly scopes: readonly string[];
}

/** The token is not good: its holder has to refresh it or to sign in. Any other error means that it could not be told. */
export class TokenRefused extends Error {}

/** Milliseconds between two fetches of the keys that tokens with unknown keys can cause, and until an answer is given up. */
const KEYS_PAUSE = 1_000;
const PATIENCE = 2_000;

/** Failures of a token; the rest of jose's are those of fetching the keys. */
const REFUSALS = [
  errors.JWTInvalid,
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
];

/** Verifies Latchkey's access tokens. Keep one for the whole program: it keeps the keys. */
export class LatchkeyTokens {
  private readonly keys: ReturnType<typeof createRemoteJWKSet>;

  constructor(private readonly options: LatchkeyOptions) {
    this.keys = createRemoteJWKSet(new URL(options.jwksUrl), { cooldownDuration: KEYS_PAUSE, timeoutDuration: PATIENCE });
  }

  /**
   * Offline, by the published keys. A session that has ended meanwhile is found out when the token expires.
   * @throws TokenRefused
   */
  async verify(token: string): Promise<Caller> {
    const { sub, sid, scope } = await this.claimsOf(token);
    if (typeof sub !== 'string' || typeof sid !== 'string') throw new TokenRefused('The token names no session');
    return { userId: sub, sessionId: sid, scopes: scopesOf(scope) };
  }

  /**
   * Offline, and then by Latchkey itself: an ended session is refused at once, and the scopes are those of now.
   * @throws TokenRefused
   */
  async verifyAtOnce(token: string): Promise<Caller> {
    const caller = await this.verify(token);
    const { active, scope } = await this.introspect(token);
    if (active !== true) throw new TokenRefused('The session has ended');
    return { ...caller, scopes: scopesOf(scope) };
  }

  private async claimsOf(token: string): Promise<JWTPayload> {
    const { issuer } = this.options;
    try {
      // Type and algorithm keep out whatever else Latchkey issues: refresh tokens and the tokens of the legacy formats.
      const checks = { issuer, audience: issuer, typ: 'at+jwt', algorithms: ['ES256'], requiredClaims: ['sub', 'sid', 'jti', 'exp'] };
      return (await jwtVerify(token, this.keys, checks)).payload;
    } catch (error) {
      throw REFUSALS.some((kind) => error instanceof kind) ? new TokenRefused((error as Error).message) : error;
    }
  }

  private async introspect(token: string): Promise<{ active?: unknown; scope?: unknown }> {
    const { introspection } = this.options;
    if (introspection === undefined) throw new Error('Introspection is not configured');
    const headers = { authorization: `Bearer ${introspection.serviceKey}` };
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(introspection.url, { method: 'POST', headers, body: new URLSearchParams({ token }), signal });
    if (!answer.ok) throw new Error(`Introspection failed with status ${answer.status}`);
    return (await answer.json()) as { active?: unknown; scope?: unknown };
  }
}

function scopesOf(scope: unknown): string[] {
  return typeof scope === 'string' ? scope.split(' ').filter(Boolean) : [];
}
