import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import { AccountErasure } from '../auth/account-erasure.service';
import { Outstanding } from '../auth/outstanding';
import { RefusedSecrets } from '../auth/refused-secrets';
import { CredentialsService } from '../credentials/credentials.service';
import { generatePassword } from '../credentials/generated-password';
import { Transaction } from '../database/transaction';
import { DomainError } from '../errors/domain-error';
import { SessionsService } from '../sessions/sessions.service';
import { OneTimeSecrets } from '../tokens/one-time-secrets';
import { LINK_GONE } from '../users/gone';
import { UsersService } from '../users/users.service';
import { RecoveryRequests } from './recovery-requests.service';

/** "It wasn't me" to a change of the address, before or after it was confirmed: from the mail to the old address. */
@Injectable()
export class EmailChangeUndo {
  constructor(
    private readonly users: UsersService,
    private readonly credentials: CredentialsService,
    private readonly sessions: SessionsService,
    private readonly secrets: OneTimeSecrets,
    private readonly recovery: RecoveryRequests,
    private readonly erasure: AccountErasure,
    private readonly outstanding: Outstanding,
    private readonly transaction: Transaction,
    private readonly audit: Audit,
    private readonly refusals: RefusedSecrets,
  ) {}

  /**
   * The address that a mailed token restores; changes nothing.
   * @throws DomainError one_time_token_invalid, one_time_token_spent
   */
  async look(token: string): Promise<{ email: string }> {
    const { context } = await this.secrets.peek(token, 'email_change_undo');
    return { email: context.email ?? '' };
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
      const user = await this.users.lock(secret.userId, LINK_GONE);
      if (user.disabledAt !== null) throw new DomainError('one_time_token_spent', { field: 'token' });
      await this.secrets.spend(secret);
      await this.freeAddress(email, user.id);
      await this.users.changeEmail(user.id, email);
      await this.credentials.store(user.id, nobodysHash);
      await this.sessions.endAll(user.id, 'password_reset');
      await this.outstanding.withdraw(user.id, 'address_restored');
      await this.audit.record({ event: 'email_change_undone', subjectId: user.id });
      return this.recovery.replaceToken(user);
    });
  }

  // Somebody may have registered with the address to keep it from its owner. They can't have confirmed it: its mail is read by
  // whoever asks for this.
  private async freeAddress(email: string, userId: string): Promise<void> {
    const owner = await this.users.findByEmail(email);
    if (owner === null || owner.id === userId) return;
    if (owner.emailVerifiedAt !== null) throw new DomainError('email_taken', { field: 'email' });
    await this.erasure.erase(owner.id, { actor: 'system' });
  }
}
