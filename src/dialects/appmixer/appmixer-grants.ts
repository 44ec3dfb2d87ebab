import { Injectable } from '@nestjs/common';
import type { SignedIn } from '../../auth/session-opener';
import { BearerTokens } from '../../tokens/bearer-tokens';
import type { AppmixerGrantDto } from './appmixer.dto';
import { presentAccount } from './present-user';

/** What whoever has just signed in or registered gets. */
@Injectable()
export class AppmixerGrants {
  constructor(private readonly tokens: BearerTokens) {}

  grant({ user, session }: SignedIn): AppmixerGrantDto {
    const subject = { userId: user.id, sessionId: session.id, scopes: user.scopes, expiresAt: session.expiresAt };
    // Clients decode the token and read these two.
    const claims = { id: user.objectId, scope: user.scopes };
    return { user: presentAccount(user), token: this.tokens.mintLegacy('appmixer', subject, session.tokenGeneration, claims).token };
  }
}
