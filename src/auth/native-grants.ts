import { Injectable } from '@nestjs/common';
import { RefreshTokens } from '../sessions/refresh-tokens';
import type { Session } from '../sessions/session.entity';
import { BearerTokens } from '../tokens/bearer-tokens';

/** What a native client holds of its session. */
export interface Grant {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly tokenType: 'Bearer';
  /** Seconds until the access token ends. */
  readonly expiresIn: number;
}

@Injectable()
export class NativeGrants {
  constructor(
    private readonly tokens: BearerTokens,
    private readonly refreshTokens: RefreshTokens,
  ) {}

  grant(session: Session, scopes: readonly string[]): Grant {
    const { token, expiresIn } = this.tokens.mintAccess({ userId: session.userId, sessionId: session.id, scopes, expiresAt: session.expiresAt });
    return { accessToken: token, refreshToken: this.refreshTokens.of(session), tokenType: 'Bearer', expiresIn };
  }
}
