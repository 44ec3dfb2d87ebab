import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import { CredentialsService } from '../credentials/credentials.service';
import { NewPasswords } from '../credentials/new-passwords';
import { NATIVE_PASSWORD_RULES } from '../credentials/password-policy';
import { Transaction } from '../database/transaction';
import { DomainError, invalidField } from '../errors/domain-error';
import { Cooldowns } from '../limits/cooldowns';
import { MailQueue } from '../mail/mail-queue';
import type { OneTimeSecret } from '../tokens/one-time-secret.entity';
import { OneTimeSecrets } from '../tokens/one-time-secrets';
import { LINK_GONE } from '../users/gone';
import { comparable } from '../users/identifier';
import type { User } from '../users/user.entity';
import { UsersService } from '../users/users.service';
import { Outstanding } from './outstanding';
import { PasswordProof } from './password-proof.service';
import { PasswordReplacement } from './password-replacement.service';
import { RefusedSecrets } from './refused-secrets';
import { ConfirmedAddresses } from '../users/confirmed-addresses';

const RESEND_COOLDOWN = 60;

/** The mailed token and the proof that the account is the confirmer's: its session, its password, or, for a first address, a new password. */
export interface ConfirmationProof {
  readonly token: string;
  /** The person whose access token came along. */
  readonly bearerId: string | null;
  /** Null is none. */
  readonly password?: string | null;
  readonly newPassword?: string | null;
  readonly ip: string | null;
}

/** Whether a new password is proof enough: for a first address, and for no change. */
export const takesNewPassword = ({ purpose }: OneTimeSecret): boolean => purpose !== 'email_change';

/** Confirms addresses: an account's first one, and the one it changes to. */
@Injectable()
export class EmailConfirmation {
  constructor(
    private readonly users: UsersService,
    private readonly confirmed: ConfirmedAddresses,
    private readonly credentials: CredentialsService,
    private readonly passwords: NewPasswords,
    private readonly proof: PasswordProof,
    private readonly replacement: PasswordReplacement,
    private readonly secrets: OneTimeSecrets,
    private readonly outstanding: Outstanding,
    private readonly cooldowns: Cooldowns,
    private readonly transaction: Transaction,
    private readonly mail: MailQueue,
    private readonly audit: Audit,
    private readonly refusals: RefusedSecrets,
  ) {}

  /** Within the sign-up's transaction: the mail leaves when it is committed. */
  async sendWelcome(user: User): Promise<void> {
    await this.mail.post({ userId: user.id, kind: 'welcome' });
  }

  /** Sends the confirmation again, at most once a minute; nothing where the address is confirmed. */
  async resend(userId: string): Promise<void> {
    const user = await this.users.get(userId);
    if (user.emailVerifiedAt !== null || !(await this.cooldowns.claim('confirm_email', user.id, RESEND_COOLDOWN))) return;
    await this.transaction.run(async () => {
      await this.users.lock(userId);
      await this.mail.post({ userId, kind: 'confirm_address' });
    });
  }

  /**
   * Whether a token can still be used.
   * @throws DomainError one_time_token_invalid, one_time_token_spent
   */
  async look(token: string): Promise<OneTimeSecret> {
    return this.secrets.peek(token, 'email_confirmation', 'email_change');
  }

  /**
   * @throws DomainError one_time_token_invalid, one_time_token_spent, proof_required, wrong_password, email_taken,
   * invalid_input, too_many_requests, overloaded
   */
  async confirm(proof: ConfirmationProof): Promise<void> {
    await this.refusals.watch(this.apply(proof), 'email_confirmation_failed', { token: proof.token });
  }

  private async apply(proof: ConfirmationProof): Promise<void> {
    const secret = await this.look(proof.token);
    const newHash = await this.prove(secret, proof);
    await this.transaction.run(async () => {
      const user = await this.users.lockForLink(secret.userId);
      await this.secrets.spend(secret);
      await this.applyTo(user, secret);
      await this.audit.record({ event: secret.purpose === 'email_change' ? 'email_changed' : 'email_confirmed', subjectId: user.id });
      if (newHash !== null) await this.replacement.replaceLocked(user, newHash, { keep: null, reason: 'password_reset' });
    });
  }

  /**
   * A new password proves that a first address is the account's: whoever reads its mail may take an account that was registered in
   * advance. It proves nothing of the account that changes to an address, which may be mistyped, or a thief's.
   * @returns the hash of the new password, where there is one
   */
  private async prove(secret: OneTimeSecret, { bearerId, password, newPassword, ip }: ConfirmationProof): Promise<string | null> {
    const { userId } = secret;
    const isProof = newPassword != null && takesNewPassword(secret);
    if (bearerId !== userId && password == null && !isProof) throw new DomainError('proof_required');
    if (bearerId !== userId && password != null) await this.proof.prove(userId, password, ip, 'password');
    if (newPassword == null) return null;
    if (!isProof) throw invalidField('newPassword', 'not_expected', 'must be absent: a change of the address sets no password');
    await this.passwords.require(newPassword, NATIVE_PASSWORD_RULES, await this.users.get(userId, LINK_GONE), 'newPassword');
    return this.credentials.hash(newPassword);
  }

  private async applyTo(user: User, secret: OneTimeSecret): Promise<void> {
    const address = secret.context.email ?? '';
    if (secret.purpose === 'email_change') {
      await this.confirmed.replace(user, address);
      await this.outstanding.withdraw(user.id, 'address_changed');
    } else {
      if (comparable(user.email) !== comparable(address)) throw new DomainError('one_time_token_spent', { field: 'token' });
      await this.confirmed.confirm(user);
    }
  }
}
