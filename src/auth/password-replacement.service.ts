import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { CredentialsService } from '../credentials/credentials.service';
import { Transaction } from '../database/transaction';
import { Log } from '../log/log';
import { Mail } from '../mail/mail';
import type { EndReason } from '../sessions/session.entity';
import { SessionsService } from '../sessions/sessions.service';
import { OneTimeSecrets } from '../tokens/one-time-secrets';
import type { User } from '../users/user.entity';

/** What stays of the sessions: the one, with the token that was presented, or none. */
export interface Aftermath {
  readonly keep: { readonly sessionId: string; readonly tokenId: string } | null;
  readonly reason: Extract<EndReason, 'password_changed' | 'password_reset'>;
}

/** What follows every new password, in one transaction: sessions end, outstanding recovery links die, a notice is mailed. */
@Injectable()
export class PasswordReplacement {
  constructor(
    private readonly credentials: CredentialsService,
    private readonly sessions: SessionsService,
    private readonly secrets: OneTimeSecrets,
    private readonly transaction: Transaction,
    private readonly mail: Mail,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Inside the transaction that has locked the account. */
  async replaceLocked(user: User, hash: string, { keep, reason }: Aftermath): Promise<void> {
    await this.credentials.store(user.id, hash);
    await this.secrets.revoke(user.id, 'recovery', 'uprogress_recovery');
    if (keep === null) {
      await this.sessions.endAll(user.id, reason);
    } else {
      await this.sessions.endOthers(user.id, keep.sessionId, reason);
      await this.sessions.keepOnlyToken(keep.sessionId, keep.tokenId);
    }
    this.transaction.afterCommit(() => {
      this.log.event('password_replaced', { userId: user.id, reason });
      this.mail.send({ kind: 'password_changed', to: user.email, name: user.name, at: this.clock.now() });
    });
  }
}
