import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import type { Doer } from '../audit/happening';
import { Clock } from '../clock/clock';
import { CredentialsService } from '../credentials/credentials.service';
import { Transaction } from '../database/transaction';
import { AttemptLimits } from '../limits/attempt-limits';
import { Cooldowns } from '../limits/cooldowns';
import { MailQueue } from '../mail/mail-queue';
import type { EndReason } from '../sessions/session.entity';
import { SessionsService } from '../sessions/sessions.service';
import { comparable } from '../users/identifier';
import type { User } from '../users/user.entity';
import { Outstanding } from './outstanding';

/** What stays of the sessions: the one, with the token that was presented, or none. */
export interface Aftermath {
  readonly keep: { readonly sessionId: string; readonly tokenId: string } | null;
  readonly reason: Extract<EndReason, 'password_changed' | 'password_reset'>;
  /** Who did it, where it was not the person. */
  readonly by?: Doer;
}

/** Seconds between two notices of a new password that somebody unknown has set: they may do so again and again. */
const NOTICE_COOLDOWN = 60;

/** What follows every new password, in one transaction: sessions end, outstanding links die, a notice is mailed. */
@Injectable()
export class PasswordReplacement {
  constructor(
    private readonly credentials: CredentialsService,
    private readonly sessions: SessionsService,
    private readonly outstanding: Outstanding,
    private readonly mail: MailQueue,
    private readonly limits: AttemptLimits,
    private readonly cooldowns: Cooldowns,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** Inside the transaction that has locked the account. */
  async replaceLocked(user: User, hash: string, { keep, reason, by }: Aftermath): Promise<void> {
    await this.credentials.store(user.id, hash);
    await this.outstanding.withdraw(user.id, reason);
    await this.audit.record({ event: reason, subjectId: user.id, ...by });
    if (keep === null) {
      await this.sessions.endAll(user.id, reason, by);
    } else {
      await this.sessions.endOthers(user.id, keep.sessionId, reason);
      await this.sessions.keepOnlyToken(keep.sessionId, keep.tokenId);
    }
    await this.tell(user, by);
    if (reason === 'password_reset') {
      // Whoever is told of the new password may use it at once, on any instance.
      this.transaction.afterCommit(() => this.limits.forgive([user.email, user.username ?? user.email].map(comparable)));
    }
  }

  // To the address of now: the person should hear of it also where the address is changed next.
  private async tell({ id, email }: User, by: Aftermath['by']): Promise<void> {
    if (by?.actor === 'anonymous' && !(await this.cooldowns.claim('password_notice', id, NOTICE_COOLDOWN))) return;
    await this.mail.post({ userId: id, kind: 'password_changed', facts: { to: email, at: this.clock.now().toISOString() } });
  }
}
