import { Injectable } from '@nestjs/common';
import { MailQueue } from '../mail/mail-queue';
import { OneTimeSecrets } from '../tokens/one-time-secrets';

/** What follows every new address of an account. */
@Injectable()
export class AddressReplacement {
  constructor(
    private readonly secrets: OneTimeSecrets,
    private readonly mail: MailQueue,
  ) {}

  /**
   * Nothing that was mailed or is about to be gets whoever reads the old address's mail into the account. Undoing a change stays:
   * it is for the owner of the address from before. Inside the transaction that has locked the account.
   */
  async clear(userId: string): Promise<void> {
    await this.secrets.revoke(userId, 'recovery', 'recovery_code', 'uprogress_recovery', 'email_confirmation', 'email_change', 'session_denial');
    await this.mail.withdraw(userId, 'recover_password', 'welcome', 'confirm_address', 'confirm_new_address', 'new_device');
  }
}
