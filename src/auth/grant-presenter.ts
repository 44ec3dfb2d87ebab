import { Injectable } from '@nestjs/common';
import type { Session } from '../sessions/session.entity';
import { presentSession } from '../sessions/session.dto';
import { presentUser } from '../users/user.dto';
import type { GrantDto, SignedInDto } from './auth.dto';
import { NativeGrants } from './native-grants';
import type { SignedIn } from './session-opener';

/** Answers of the routes that hand out native tokens. */
@Injectable()
export class GrantPresenter {
  constructor(private readonly grants: NativeGrants) {}

  signedIn({ user, session }: SignedIn): SignedInDto {
    return { user: presentUser(user), ...this.grant(session, user.scopes) };
  }

  grant(session: Session, scopes: readonly string[]): GrantDto {
    return { session: presentSession(session, session.id), ...this.grants.grant(session, scopes) };
  }
}
