import { Injectable } from '@nestjs/common';
import { type ApiName, Config } from '../config/config';
import { CredentialsService } from '../credentials/credentials.service';
import { checkNewPassword, type PasswordRules } from '../credentials/password-policy';
import { Transaction } from '../database/transaction';
import { DomainError } from '../errors/domain-error';
import { Log } from '../log/log';
import { Links } from '../mail/links';
import { Mail } from '../mail/mail';
import type { Device } from '../sessions/device';
import type { User } from '../users/user.entity';
import { type NewUser, UsersService } from '../users/users.service';
import { EmailConfirmation } from './email-confirmation.service';
import { SessionOpener, type SignedIn } from './session-opener';

/** A new account and its password. */
export interface Registration extends NewUser {
  readonly password: string;
  readonly rules: PasswordRules;
}

@Injectable()
export class SignUp {
  constructor(
    private readonly users: UsersService,
    private readonly credentials: CredentialsService,
    private readonly confirmation: EmailConfirmation,
    private readonly opener: SessionOpener,
    private readonly transaction: Transaction,
    private readonly mail: Mail,
    private readonly links: Links,
    private readonly config: Config,
    private readonly log: Log,
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
   * @throws DomainError sign_up_closed, invalid_input, email_taken, username_taken, overloaded
   */
  async signUp(registration: Registration, client: ApiName, device: Device): Promise<SignedIn> {
    this.requireOpen();
    return this.create(registration, await this.openHash(registration), client, async ({ id }) =>
      this.opener.open(await this.users.recordLogin(id), client, device, false),
    );
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
   * caller cannot tell the two apart.
   * @throws DomainError invalid_input, username_taken, overloaded
   */
  async signUpVerified(registration: Registration): Promise<void> {
    checkNewPassword(registration.password, registration.rules);
    // Also for a taken address: the time must not tell.
    const hash = await this.credentials.hash(registration.password);
    try {
      await this.create(registration, hash, 'native', (user) => Promise.resolve(user));
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'email_taken') throw error;
      const owner = await this.users.findByEmail(registration.email);
      if (owner !== null) this.mail.send({ kind: 'account_exists', to: owner.email, name: owner.name, link: this.links.recover() });
    }
  }

  /**
   * The hash for a registration that may say who is known. A crowd that registers one address at once, or a client that
   * tries again and again, costs one hash each only until the first of them is stored.
   */
  private openHash({ email, password, rules }: Registration): Promise<string> {
    checkNewPassword(password, rules);
    return this.credentials.hash(password, () => this.users.expectFreeEmail(email));
  }

  private create<T>(registration: Registration, hash: string, client: ApiName, finish: (user: User) => Promise<T>): Promise<T> {
    return this.transaction.run(async () => {
      const user = await this.users.create(registration);
      await this.credentials.store(user.id, hash);
      await this.confirmation.sendWelcome(user);
      this.transaction.afterCommit(() => this.log.event('signed_up', { userId: user.id, client }));
      return finish(user);
    });
  }
}
