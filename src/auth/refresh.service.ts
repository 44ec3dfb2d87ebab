import { Injectable } from '@nestjs/common';
import { DomainError } from '../errors/domain-error';
import type { Session } from '../sessions/session.entity';
import { SessionRefresher } from '../sessions/session-refresher';
import { REFRESH_TOKEN_GONE } from '../users/gone';
import { UsersService } from '../users/users.service';

@Injectable()
export class Refresh {
  constructor(
    private readonly refresher: SessionRefresher,
    private readonly users: UsersService,
  ) {}

  /**
   * Rotates a refresh token; the scopes are those the person holds now.
   * @throws DomainError refresh_token_invalid, refresh_token_reused
   */
  async refresh(refreshToken: string): Promise<{ session: Session; scopes: readonly string[] }> {
    const session = await this.refresher.rotate(refreshToken);
    const user = await this.users.get(session.userId, REFRESH_TOKEN_GONE);
    if (user.disabledAt !== null) throw new DomainError('refresh_token_invalid');
    return { session, scopes: user.scopes };
  }
}
