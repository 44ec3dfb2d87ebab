import { Injectable } from '@nestjs/common';
import { Transaction } from '../database/transaction';
import { DomainError } from '../errors/domain-error';
import { Cooldowns } from '../limits/cooldowns';
import { Background } from '../log/background';
import { Log } from '../log/log';
import { Links } from '../mail/links';
import { Mail } from '../mail/mail';
import { OneTimeSecrets } from '../tokens/one-time-secrets';
import { comparable } from '../users/identifier';
import type { User } from '../users/user.entity';
import { UsersService } from '../users/users.service';

/** Seconds a mailed token lives. */
export const RECOVERY_TTL = 1_800;
/** Seconds between two mails to one submitted address. */
const MAIL_COOLDOWN = 60;

/** What a format wants its letter to look like. */
export interface RecoveryLetter {
  readonly subject?: string;
  /** The link for a token; our own page where absent. */
  readonly link?: (token: string) => string;
  /** Whether the letter also leads to the page "Did you ask for this?". */
  readonly withApproval?: boolean;
}

/** Sends recovery letters. */
@Injectable()
export class RecoveryRequests {
  constructor(
    private readonly users: UsersService,
    private readonly secrets: OneTimeSecrets,
    private readonly cooldowns: Cooldowns,
    private readonly transaction: Transaction,
    private readonly mail: Mail,
    private readonly links: Links,
    private readonly background: Background,
    private readonly log: Log,
  ) {}

  /**
   * Asks for a letter. Returns at once, whether or not there is an account: the look-up is nobody's to wait for, so that
   * a known address takes as long as an unknown one.
   */
  request(email: string, letter: RecoveryLetter = {}): void {
    this.background.run('recovery_request', async () => {
      const user = await this.users.findByEmail(email);
      await this.requestFor(user, email, letter);
    });
  }

  /**
   * For a format that returns a working token to whoever asks. While the address cools down nothing is mailed, and the
   * tokens mailed before stay good beside the returned one.
   * @throws DomainError user_not_found
   */
  async requestReturned(email: string, letter: RecoveryLetter = {}): Promise<string> {
    const user = await this.users.findByEmail(email);
    if (user === null || user.disabledAt !== null) throw new DomainError('user_not_found', { field: 'email' });
    return (await this.requestFor(user, email, letter, true)) ?? this.mint(user, true);
  }

  /**
   * Mails a new token unless the address is cooling down; tokens mailed before stay good in that case.
   * @param returned whether the caller gets the token too
   * @returns the mailed token; null where none was mailed
   */
  async requestFor(user: User | null, email: string, letter: RecoveryLetter = {}, returned = false): Promise<string | null> {
    const free = await this.cooldowns.claim('recovery', comparable(email), MAIL_COOLDOWN);
    if (!free || user === null || user.disabledAt !== null) return null;
    return this.transaction.run(async () => {
      await this.users.lock(user.id);
      const token = await this.replaceToken(user, returned);
      this.transaction.afterCommit(() => this.post(user, token, letter));
      return token;
    });
  }

  /** A new token in place of those given out before, inside the transaction that has locked the account. */
  async replaceToken(user: User, returned = false): Promise<string> {
    await this.secrets.revoke(user.id, 'recovery');
    return this.mint(user, returned);
  }

  private mint(user: User, returned: boolean): Promise<string> {
    return this.secrets.mint({ userId: user.id, purpose: 'recovery', ttl: RECOVERY_TTL, context: { email: user.email, returned } });
  }

  private post(user: User, token: string, { subject, link, withApproval }: RecoveryLetter): void {
    this.log.event('recovery_requested', { userId: user.id });
    this.mail.send({
      kind: 'recover_password',
      to: user.email,
      name: user.name,
      link: link?.(token) ?? this.links.chooseNewPassword(token),
      minutes: RECOVERY_TTL / 60,
      ...(subject === undefined ? {} : { subject }),
      ...(withApproval ? { approveLink: this.links.recoveryRequest(token) } : {}),
    });
  }
}
