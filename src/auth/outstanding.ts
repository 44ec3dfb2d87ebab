import { Injectable } from '@nestjs/common';
import { MailQueue } from '../mail/mail-queue';
import type { MailKind } from '../mail/outgoing-mail.entity';
import type { SecretPurpose } from '../tokens/one-time-secret.entity';
import { OneTimeSecrets } from '../tokens/one-time-secrets';

/**
 * What makes worthless what an account has in the mail. `address_changed`: the person has another address; `address_assigned`: an admin gave
 * them one; `address_restored`: a change was undone.
 */
export type Cause = 'password_changed' | 'password_reset' | 'address_changed' | 'address_assigned' | 'address_restored' | 'recovery_denied';

const NEW_PASSWORD: readonly Cause[] = ['password_changed', 'password_reset'];
const NEW_ADDRESS: readonly Cause[] = ['address_changed', 'address_assigned', 'address_restored'];
const NEW_HANDS: readonly Cause[] = ['password_reset', ...NEW_ADDRESS];

// A change of the password leaves what the person's own mailbox alone can use: the confirmation of the address, and "This wasn't me".
// A reset leaves nothing, nor does another address: nobody who reads the old one's mail gets into the account. The link that undoes a
// change of address outlives all but its own use and an admin's word, since it is for the owner of the address from before.
const SECRETS: { readonly [Purpose in SecretPurpose]: readonly Cause[] } = {
  recovery: [...NEW_PASSWORD, ...NEW_ADDRESS, 'recovery_denied'],
  recovery_code: [...NEW_PASSWORD, ...NEW_ADDRESS, 'recovery_denied'],
  uprogress_recovery: [...NEW_PASSWORD, ...NEW_ADDRESS, 'recovery_denied'],
  email_change: [...NEW_PASSWORD, ...NEW_ADDRESS],
  email_confirmation: NEW_HANDS,
  session_denial: NEW_HANDS,
  email_change_undo: ['address_assigned', 'address_restored'],
};

// Of mails that wait to be sent, those that would bring such a secret. Plain notices are sent whatever happens.
const MAILS: { readonly [Kind in MailKind]: readonly Cause[] } = {
  recover_password: SECRETS.recovery,
  confirm_new_address: SECRETS.email_change,
  welcome: SECRETS.email_confirmation,
  confirm_address: SECRETS.email_confirmation,
  new_device: SECRETS.session_denial,
  address_change_notice: SECRETS.email_change_undo,
  address_changed: [],
  address_restored: [],
  password_changed: [],
  account_exists: [],
};

/** What was mailed about an account, or is about to be, and would get somebody further into it. */
@Injectable()
export class Outstanding {
  constructor(
    private readonly secrets: OneTimeSecrets,
    private readonly mail: MailQueue,
  ) {}

  /** Makes worthless what the cause does. Inside the transaction that has locked the account. */
  async withdraw(userId: string, cause: Cause): Promise<void> {
    await this.secrets.revoke(userId, ...namedBy(SECRETS, cause));
    await this.mail.withdraw(userId, ...namedBy(MAILS, cause));
  }
}

const namedBy = <Name extends string>(table: { readonly [Key in Name]: readonly Cause[] }, cause: Cause): Name[] =>
  (Object.keys(table) as Name[]).filter((name) => table[name].includes(cause));
