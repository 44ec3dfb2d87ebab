import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import { Clock } from '../clock/clock';
import { storedAddress } from './mail-address';
import type { User } from './user.entity';
import { UserRepository } from './user.repository';

/** What becomes of an account whose address is shown to be the person's. Inside the transaction that has locked it. */
@Injectable()
export class ConfirmedAddresses {
  constructor(
    private readonly users: UserRepository,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** A mail that was sent to the account's address was answered. */
  async confirm(user: User): Promise<void> {
    await this.grantWish(user);
    await this.users.update(user.id, { emailVerifiedAt: this.clock.now(), updatedAt: this.clock.now() });
  }

  /**
   * Puts a confirmed address in place of the account's. Links and mails of an earlier release may hold it in another form than people are
   * found by now.
   * @throws DomainError email_taken
   */
  async replace(user: User, email: string): Promise<void> {
    await this.grantWish(user);
    await this.users.update(user.id, { email: storedAddress(email), emailVerifiedAt: this.clock.now(), updatedAt: this.clock.now() });
  }

  // The username that was asked for at a sign-up that must not tell what is taken.
  private async grantWish({ id, username, wishedUsername }: User): Promise<void> {
    if (wishedUsername === null) return;
    if (username === null && (await this.users.takeUsername(id, wishedUsername))) await this.audit.record({ event: 'username_changed', subjectId: id });
    await this.users.update(id, { wishedUsername: null });
  }
}
