import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import { AccountErasure } from '../auth/account-erasure.service';
import { Outstanding } from '../auth/outstanding';
import { RefusedSecrets } from '../auth/refused-secrets';
import { CredentialsService } from '../credentials/credentials.service';
import { generatePassword } from '../credentials/generated-password';
import { Transaction } from '../database/transaction';
import { DomainError } from '../errors/domain-error';
import { MailQueue } from '../mail/mail-queue';
import { SessionsService } from '../sessions/sessions.service';
import { OneTimeSecrets } from '../tokens/one-time-secrets';
import { LINK_GONE } from '../users/gone';
import { comparable } from '../users/identifier';
import { storedAddress } from '../users/mail-address';
import { UsersService } from '../users/users.service';
import { RecoveryRequests } from './recovery-requests.service';
import { ConfirmedAddresses } from '../users/confirmed-addresses';

export interface RestorableAddress {
  readonly email: string;
  /** Another account was registered with it since and never confirmed it: the undo erases that account. */
  readonly isSquatted: boolean;
}

/** "It wasn't me" to a change of the address, before or after it was confirmed: from the mail to the old address. */
@Injectable()
export class EmailChangeUndo {
  constructor(
    private readonly users: UsersService,
    private readonly confirmed: ConfirmedAddresses,
    private readonly credentials: CredentialsService,
    private readonly sessions: SessionsService,
    private readonly secrets: OneTimeSecrets,
    private readonly recovery: RecoveryRequests,
    private readonly erasure: AccountErasure,
    private readonly outstanding: Outstanding,
    private readonly mail: MailQueue,
    private readonly transaction: Transaction,
    private readonly audit: Audit,
    private readonly refusals: RefusedSecrets,
  ) {}

  /**
   * The address that a mailed token restores; changes nothing.
   * @throws DomainError one_time_token_invalid, one_time_token_spent
   */
  async look(token: string): Promise<RestorableAddress> {
    const { context, userId } = await this.secrets.peek(token, 'email_change_undo');
    const email = storedAddress(context.email ?? '');
    const owner = await this.users.findByEmail(email);
    return { email, isSquatted: owner !== null && owner.id !== userId && owner.emailVerifiedAt === null };
  }

  /**
   * Restores the address. Whoever asked for the change held a session or the password: every session ends, every mailed link
   * dies, and the password is good for nothing until the person has chosen a new one.
   * @returns a token to choose a new password with
   * @throws DomainError one_time_token_invalid, one_time_token_spent (also of a disabled account), email_taken, overloaded
   */
  async undo(token: string): Promise<string> {
    return this.refusals.watch(this.apply(token), 'email_change_undo_failed', { token });
  }

  private async apply(token: string): Promise<string> {
    const secret = await this.secrets.peek(token, 'email_change_undo');
    const { email = '' } = secret.context;
    const nobodysHash = await this.credentials.hash(generatePassword());
    return this.transaction.run(async () => {
      const user = await this.users.lockForLink(secret.userId);
      await this.secrets.spend(secret);
      await this.freeAddress(email, user.id);
      await this.confirmed.replace(user, email);
      await this.credentials.store(user.id, nobodysHash);
      await this.sessions.endAll(user.id, 'password_reset');
      await this.outstanding.withdraw(user.id, 'address_restored');
      // Whoever changed the address rightly hears of it, should the mailbox from before be in other hands.
      if (comparable(user.email) !== comparable(email)) await this.mail.post({ userId: user.id, kind: 'address_restored', facts: { to: user.email } });
      await this.audit.record({ event: 'email_change_undone', subjectId: user.id });
      return this.recovery.replaceToken(user);
    });
  }

  // Somebody may have registered with the address to keep it from its owner. They can't have confirmed it: its mail is read by
  // whoever asks for this.
  private async freeAddress(email: string, userId: string): Promise<void> {
    const owner = await this.users.findByEmail(email);
    if (owner === null || owner.id === userId) return;
    await this.erasure.erase(owner.id, { actor: 'system' }, () => this.requireSquatted(owner.id, email));
  }

  // Under its lock: it may have been confirmed meanwhile, or have moved to an address of its own.
  private async requireSquatted(ownerId: string, email: string): Promise<void> {
    const owner = await this.users.get(ownerId, LINK_GONE);
    if (owner.emailVerifiedAt !== null || comparable(owner.email) !== comparable(email)) throw new DomainError('email_taken', { field: 'email' });
  }
}
