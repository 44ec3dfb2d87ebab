import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import type { Happening } from '../audit/happening';
import { type ApiName, Config } from '../config/config';
import { CredentialsService } from '../credentials/credentials.service';
import { NewPasswords } from '../credentials/new-passwords';
import type { PasswordRules } from '../credentials/password-policy';
import { Transaction } from '../database/transaction';
import { DomainError } from '../errors/domain-error';
import { Cooldowns } from '../limits/cooldowns';
import { NetworkBudgets } from '../limits/network-budgets';
import { MailQueue } from '../mail/mail-queue';
import type { Device } from '../sessions/device';
import { comparable } from '../users/identifier';
import type { User } from '../users/user.entity';
import { type NewUser, UsersService } from '../users/users.service';
import { Authority, doerTo, type ScopeHolder } from './authority';
import { EmailConfirmation } from './email-confirmation.service';
import { NAMED_ADDRESS_COOLDOWN } from './letter-terms';
import { SessionOpener, type SignedIn } from './session-opener';

/** A new account and its password. */
export interface Registration extends NewUser {
  readonly password: string;
  readonly rules: PasswordRules;
  /** Who creates it, where it is not the person. */
  readonly actor?: ScopeHolder;
}

@Injectable()
export class SignUp {
  constructor(
    private readonly users: UsersService,
    private readonly credentials: CredentialsService,
    private readonly passwords: NewPasswords,
    private readonly confirmation: EmailConfirmation,
    private readonly opener: SessionOpener,
    private readonly authority: Authority,
    private readonly cooldowns: Cooldowns,
    private readonly budgets: NetworkBudgets,
    private readonly transaction: Transaction,
    private readonly mail: MailQueue,
    private readonly config: Config,
    private readonly audit: Audit,
  ) {}

  /**
   * For APIs that can only register openly, to be asked before any look-up.
   * @throws DomainError sign_up_closed, unless `SIGN_UP` is `open`
   */
  requireOpen(): void {
    if (this.config.accounts.signUp !== 'open') throw new DomainError('sign_up_closed');
  }

  /**
   * Creates an account and signs its person in on the device.
   * @throws DomainError sign_up_closed, invalid_input, email_taken, username_taken, too_many_requests, overloaded
   */
  async signUp(registration: Registration, client: ApiName, device: Device): Promise<SignedIn> {
    this.requireOpen();
    return this.create({ ...registration, signedIn: true }, await this.openHash(registration), client, (user) => this.opener.open(user, client, device, false));
  }

  /**
   * Creates an account without signing in.
   * @param within what else belongs to the new account, in the same transaction
   * @throws DomainError as `signUp` does
   */
  async register(registration: Registration, client: ApiName, within: (user: User) => Promise<void> = () => Promise.resolve()): Promise<User> {
    this.requireOpen();
    return this.create(registration, await this.openHash(registration), client, async (user) => {
      await within(user);
      return user;
    });
  }

  /**
   * `SIGN_UP=verified`: creates an account that opens with the mailed link. Whoever has an account is told by mail; the
   * caller cannot tell the two apart: the username is not taken before the address is confirmed, else a second sign-up with it would
   * tell whether the first one made an account. At most once a minute: whoever registers an address again and again fills no mailbox.
   * @throws DomainError invalid_input, too_many_requests, overloaded
   */
  async signUpVerified(registration: Registration): Promise<void> {
    await this.passwords.require(registration.password, registration.rules, registration);
    await this.budgets.take('sign-up');
    // Also for a taken address: the time must not tell.
    const hash = await this.credentials.hash(registration.password);
    // Of a free address too, so that it costs the same; what waits is the letter to an owner, never a welcome.
    const mayTell = await this.cooldowns.claim('named_address', comparable(registration.email), NAMED_ADDRESS_COOLDOWN);
    try {
      await this.create({ ...registration, username: null, wishedUsername: registration.username }, hash, 'native', (user) => Promise.resolve(user));
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'email_taken') throw error;
      const owner = await this.users.findByEmail(registration.email);
      if (owner !== null && mayTell) await this.tellOwner(owner.id);
    }
  }

  // Nobody, where the account was deleted meanwhile.
  private async tellOwner(userId: string): Promise<void> {
    await this.transaction.run(async () => {
      if ((await this.users.lockIfThere(userId)) !== null) await this.mail.post({ userId, kind: 'account_exists' });
    });
  }

  /**
   * The hash for a registration that may say who is known. A crowd that registers one address at once, or a client that
   * tries again and again, costs one hash each only until the first of them is stored.
   */
  private async openHash(registration: Registration): Promise<string> {
    const { email, password, rules } = registration;
    await this.passwords.require(password, rules, registration);
    await this.budgets.take('sign-up');
    return this.credentials.hash(password, () => this.users.expectFreeEmail(email));
  }

  private create<T>(registration: Registration, hash: string, client: ApiName, finish: (user: User) => Promise<T>): Promise<T> {
    return this.transaction.run(async () => {
      if (registration.actor !== undefined) await this.authority.require(registration.actor);
      const user = await this.users.create(registration);
      await this.credentials.store(user.id, hash);
      await this.confirmation.sendWelcome(user);
      await this.audit.record(createdOf(user, client, registration.actor));
      return finish(user);
    });
  }
}

function createdOf({ id, scopes }: User, client: ApiName, actor: ScopeHolder | undefined): Happening {
  if (actor === undefined) return { event: 'signed_up', subjectId: id, facts: { client } };
  return { event: 'account_created', subjectId: id, ...doerTo(id, actor), facts: { client, scopes } };
}
