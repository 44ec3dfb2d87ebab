import { Injectable } from '@nestjs/common';
import type { Doer } from '../audit/happening';
import { type ScopeHolder, Authority, doerTo } from '../auth/authority';
import type { NewPassword } from '../auth/password-change.service';
import { PasswordReplacement } from '../auth/password-replacement.service';
import { type MailedProof, RefusedSecrets } from '../auth/refused-secrets';
import { CredentialsService } from '../credentials/credentials.service';
import { generatePassword } from '../credentials/generated-password';
import { NewPasswords } from '../credentials/new-passwords';
import type { PasswordRules } from '../credentials/password-policy';
import { Transaction } from '../database/transaction';
import { DomainError } from '../errors/domain-error';
import { NetworkBudgets } from '../limits/network-budgets';
import type { OneTimeSecret } from '../tokens/one-time-secret.entity';
import { OneTimeSecrets } from '../tokens/one-time-secrets';
import { LINK_GONE, NAMED_GONE } from '../users/gone';
import { UsersService } from '../users/users.service';
import { RecoveryCodes } from './recovery-codes.service';
import { ConfirmedAddresses } from '../users/confirmed-addresses';

/** The new password that the person chose. */
export interface RecoveryChoice {
  readonly newPassword: string;
  readonly rules: PasswordRules;
  /** The input field to report a refusal for. */
  readonly field?: string;
  /** Refuse the password that the account has already. */
  readonly refuseUnchanged?: boolean;
  /** Also take UProgress' returned token, once it was approved. */
  readonly acceptReturnedToken?: boolean;
}

export type RecoveryConfirmation = MailedProof & RecoveryChoice;

/** Sets a new password for a person who has lost the old one. */
@Injectable()
export class PasswordRecovery {
  constructor(
    private readonly users: UsersService,
    private readonly confirmed: ConfirmedAddresses,
    private readonly credentials: CredentialsService,
    private readonly passwords: NewPasswords,
    private readonly secrets: OneTimeSecrets,
    private readonly codes: RecoveryCodes,
    private readonly replacement: PasswordReplacement,
    private readonly authority: Authority,
    private readonly budgets: NetworkBudgets,
    private readonly transaction: Transaction,
    private readonly refusals: RefusedSecrets,
  ) {}

  /**
   * Spends the token or the code and sets the password; every session ends. A refused password leaves them as they are.
   * @throws DomainError one_time_token_invalid, one_time_token_spent, recovery_code_wrong, invalid_input, password_unchanged, overloaded
   */
  async confirm(confirmation: RecoveryConfirmation): Promise<void> {
    await this.refusals.watch(this.apply(confirmation), 'recovery_failed', confirmation);
  }

  private async apply(confirmation: RecoveryConfirmation): Promise<void> {
    const { newPassword, rules, field, refuseUnchanged } = confirmation;
    const secret = await ('token' in confirmation ? this.look(confirmation) : this.codes.look(confirmation.email, confirmation.code));
    await this.passwords.require(newPassword, rules, await this.users.get(secret.userId, LINK_GONE), field);
    if (refuseUnchanged && (await this.credentials.matches(secret.userId, newPassword))) throw new DomainError('password_unchanged', { field });
    const hash = await this.credentials.hash(newPassword);
    await this.transaction.run(async () => {
      const user = await this.users.lockForLink(secret.userId);
      await this.secrets.spend(secret);
      // Who holds a token that was only mailed has read the mail: the address is theirs. The returned one is anybody's who asks.
      const isTheirs = secret.context.returned !== true;
      if (user.emailVerifiedAt === null && isTheirs) await this.confirmed.confirm(user);
      const by: Doer = isTheirs ? {} : { actor: 'anonymous' };
      await this.replacement.replaceLocked(user, hash, { keep: null, reason: 'password_reset', by });
    });
  }

  /**
   * Whether a token can still be used.
   * @throws DomainError one_time_token_invalid, one_time_token_spent
   */
  async look({ token, acceptReturnedToken = false }: { token: string; acceptReturnedToken?: boolean }): Promise<OneTimeSecret> {
    return acceptReturnedToken ? this.secrets.peek(token, 'recovery', 'uprogress_recovery') : this.secrets.peek(token, 'recovery');
  }

  /** As `look`, for whoever has come to use the token: a refusal is in the audit trail. @throws DomainError as `look` does */
  require(proof: { token: string; acceptReturnedToken?: boolean }): Promise<OneTimeSecret> {
    return this.refusals.watch(this.look(proof), 'recovery_failed', proof);
  }

  /**
   * Replaces the password of an account by a generated one, for a format that returns it; every session ends.
   * @returns the stored address and the new password: the only time it is known
   * @throws DomainError user_not_found (no account, or a disabled one), too_many_requests, overloaded
   */
  async resetToGenerated(email: string, by: Doer): Promise<{ email: string; password: string }> {
    // Each costs a hash and somebody a mail, and nobody has proved anything.
    if (by.actor === 'anonymous') await this.budgets.take('mail');
    const found = await this.users.findByEmail(email);
    if (found === null || found.disabledAt !== null) throw new DomainError('user_not_found', { field: 'email' });
    const password = generatePassword();
    const hash = await this.credentials.hash(password);
    await this.transaction.run(async () => {
      const user = await this.users.lock(found.id, NAMED_GONE);
      if (user.disabledAt !== null) throw new DomainError('user_not_found', { field: 'email' });
      await this.replacement.replaceLocked(user, hash, { keep: null, reason: 'password_reset', by });
    });
    return { email: found.email, password };
  }

  /**
   * Sets the password of an account as an admin does, also of a disabled one, which stays disabled; every session ends.
   * @throws DomainError user_not_found, invalid_input, overloaded; session_ended, insufficient_scope (of the admin)
   */
  async resetTo(email: string, { newPassword, rules, field }: NewPassword, admin: ScopeHolder): Promise<void> {
    await this.passwords.require(newPassword, rules, { email }, field);
    const found = await this.users.findByEmail(email);
    if (found === null) throw new DomainError('user_not_found', { field: 'email' });
    await this.passwords.require(newPassword, rules, found, field);
    const hash = await this.credentials.hash(newPassword);
    await this.transaction.run(async () => {
      const user = await this.authority.lock(found.id, admin, NAMED_GONE);
      await this.replacement.replaceLocked(user, hash, { keep: null, reason: 'password_reset', by: doerTo(user.id, admin) });
    });
  }
}
