import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import { Config } from '../config/config';
import { Transaction } from '../database/transaction';
import { DomainError, invalidField } from '../errors/domain-error';
import { Cooldowns } from '../limits/cooldowns';
import { NetworkBudgets } from '../limits/network-budgets';
import { MailQueue } from '../mail/mail-queue';
import { OneTimeSecrets } from '../tokens/one-time-secrets';
import { comparable, searchable } from '../users/identifier';
import type { User } from '../users/user.entity';
import { UsersService } from '../users/users.service';
import { NAMED_ADDRESS_COOLDOWN } from './letter-terms';
import { PasswordProof } from './password-proof.service';

/** Seconds between two changes that one person asks for: each mails an address of their choice. */
const COOLDOWN = 60;
const ONE_A_MINUTE = { name: 'email-change', quota: 1, window: COOLDOWN };

/** What a signed-in person asks for, with the password once more. */
export interface ProvedChange {
  readonly userId: string;
  readonly newEmail: string;
  readonly currentPassword: string;
  readonly ip: string | null;
}

/** Asks for another address: it takes effect when it is confirmed, and the old one is told, with a link to undo it. */
@Injectable()
export class EmailChange {
  constructor(
    private readonly users: UsersService,
    private readonly proof: PasswordProof,
    private readonly secrets: OneTimeSecrets,
    private readonly cooldowns: Cooldowns,
    private readonly budgets: NetworkBudgets,
    private readonly transaction: Transaction,
    private readonly mail: MailQueue,
    private readonly config: Config,
    private readonly audit: Audit,
  ) {}

  /**
   * Where registration is open, a taken address is told: registration tells the same to anybody. Else nobody learns it.
   * @throws DomainError invalid_input, wrong_password, email_taken, too_many_requests, overloaded
   */
  async request({ userId, newEmail, currentPassword, ip }: ProvedChange): Promise<void> {
    const proved = await this.proof.prove(userId, currentPassword, ip);
    if (comparable(newEmail) === comparable(proved.user.email)) throw invalidField('newEmail', 'unchanged', 'must be another address than the present one');
    if (this.config.accounts.signUp === 'open' && (await this.users.findByEmail(newEmail)) !== null)
      throw new DomainError('email_taken', { field: 'newEmail' });
    if (!(await this.cooldowns.claim('email_change', userId, COOLDOWN)))
      throw new DomainError('too_many_requests', { retryAfter: await this.cooldowns.remaining('email_change', userId), limit: ONE_A_MINUTE });
    await this.admit();
    await this.ask(userId, newEmail, () => this.proof.requireStill(proved));
  }

  /** Takes one mail from the caller's budget. No transaction may wait for it: Redis can take its time. @throws DomainError too_many_requests */
  admit(): Promise<void> {
    return this.budgets.take('mail');
  }

  /**
   * Where the format asks for no proof but the session; a taken address is not told. Who asks for an address that was mailed
   * within the minute gets the same answer and no mail: a link that went there for the same person stays good. To be admitted before,
   * outside of any transaction.
   */
  requestUnproved(userId: string, newEmail: string): Promise<void> {
    return this.ask(userId, newEmail);
  }

  private async ask(userId: string, newEmail: string, requireStill?: () => Promise<void>): Promise<void> {
    const newAddress = searchable(newEmail);
    await this.transaction.run(async () => {
      const user = await this.users.lock(userId);
      await requireStill?.();
      await this.secrets.revokeForOthers(user.id, 'email_change', newAddress);
      await this.mail.withdrawForOthers(user.id, newAddress);
      if (await this.cooldowns.claim('named_address', comparable(newAddress), NAMED_ADDRESS_COOLDOWN)) {
        await this.tellNewAddress(user, newAddress);
        await this.tellOldAddress(user, newAddress);
      }
      await this.audit.record({ event: 'email_change_requested', subjectId: user.id });
    });
  }

  // One notice a minute is enough: its link takes back every change from that address, whatever it changed to. An address that was never
  // confirmed gets no such link: whoever reads its mail may be a stranger to whom it was mistyped.
  private async tellOldAddress(user: User, newAddress: string): Promise<void> {
    if (!(await this.cooldowns.claim('address_change_notice', comparable(user.email), NAMED_ADDRESS_COOLDOWN))) return;
    await this.mail.post({ userId: user.id, kind: 'address_change_notice', facts: { to: user.email, newAddress, undo: user.emailVerifiedAt !== null } });
  }

  // Who has an account there is told of it; nobody else learns that there is one.
  private async tellNewAddress(user: User, newAddress: string): Promise<void> {
    const owner = await this.users.findByEmail(newAddress);
    // Not its lock: two people who ask for each other's address would wait for one another.
    if (owner === null || !(await this.users.keep(owner.id))) await this.mail.post({ userId: user.id, kind: 'confirm_new_address', facts: { newAddress } });
    else if (owner.id !== user.id) await this.mail.post({ userId: owner.id, kind: 'account_exists' });
  }
}
