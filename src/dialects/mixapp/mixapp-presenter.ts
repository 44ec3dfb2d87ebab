import { Injectable } from '@nestjs/common';
import type { SignedIn } from '../../auth/session-opener';
import { CredentialsService } from '../../credentials/credentials.service';
import { BearerTokens } from '../../tokens/bearer-tokens';
import { Fingerprints } from '../../tokens/fingerprints';
import type { User } from '../../users/user.entity';
import type { MixappSignedInDto, MixappUserDto } from './mixapp-answers.dto';
import { presentUser } from './present-user';

/** Answers that need more than the account: the fingerprint of its password, a token for its session. */
@Injectable()
export class MixappPresenter {
  constructor(
    private readonly credentials: CredentialsService,
    private readonly fingerprints: Fingerprints,
    private readonly tokens: BearerTokens,
  ) {}

  /** The fingerprint is made from whose and which password it is, never from the password. */
  async user(user: User): Promise<MixappUserDto> {
    return presentUser(user, this.fingerprints.of('mixapp password', user.id, await this.credentials.generation(user.id)));
  }

  async signedIn({ user, session }: SignedIn): Promise<MixappSignedInDto> {
    const subject = { userId: user.id, sessionId: session.id, scopes: user.scopes, expiresAt: session.expiresAt };
    const { token } = this.tokens.mintLegacy('mixapp', subject, session.tokenGeneration);
    return { token, user: await this.user(user) };
  }
}
