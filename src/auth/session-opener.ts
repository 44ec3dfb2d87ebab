import { Injectable } from '@nestjs/common';
import type { ApiName } from '../config/config';
import type { Device } from '../sessions/device';
import type { Session } from '../sessions/session.entity';
import { SessionIssuer } from '../sessions/session-issuer';
import type { User } from '../users/user.entity';
import { UsersService } from '../users/users.service';

/** A person with a session just opened. */
export interface SignedIn {
  readonly user: User;
  readonly session: Session;
}

/** Opens a session for a person whose account is locked by the transaction. */
@Injectable()
export class SessionOpener {
  constructor(
    private readonly users: UsersService,
    private readonly issuer: SessionIssuer,
  ) {}

  async open(user: User, client: ApiName, device: Device): Promise<SignedIn> {
    const session = await this.issuer.issue(user.id, client, device);
    await this.users.recordLogin(user.id, session.signedInAt);
    user.lastLoginAt = session.signedInAt;
    return { user, session };
  }
}
