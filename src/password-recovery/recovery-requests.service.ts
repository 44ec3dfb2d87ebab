import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import { Transaction } from '../database/transaction';
import { DomainError } from '../errors/domain-error';
import { Cooldowns } from '../limits/cooldowns';
import { NetworkBudgets } from '../limits/network-budgets';
import type { Locale } from '../locale/locale';
import { MailQueue } from '../mail/mail-queue';
import { OneTimeSecrets } from '../tokens/one-time-secrets';
import { Sealer } from '../tokens/sealer';
import { NAMED_GONE } from '../users/gone';
import { comparable } from '../users/identifier';
import type { User } from '../users/user.entity';
import { UsersService } from '../users/users.service';
import { ADDRESS_SEAL, RECOVERY_COOLDOWN, RECOVERY_TTL } from './recovery-terms';

/** What a format wants its letter to look like. */
export interface RecoveryLetter {
  readonly subject?: string;
  /** Where the link leads, with `{token}` in it; our own page where absent. */
  readonly link?: string;
  /** Whether the letter holds a short code too; it does where this is absent. */
  readonly code?: boolean;
  /** Whether the letter also leads to the page "Did you ask for this?". */
  readonly approval?: boolean;
  /** The language of the page that it is asked for on. */
  readonly locale?: Locale | null;
}

/** Who asked for a token that was returned to them, and what is kept of it. */
export interface ReturnedToken {
  readonly token: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** Whether a letter follows, is found out behind the answer. */
const ASKED = { event: 'recovery_requested', actor: 'anonymous' } as const;

/** Takes requests for recovery letters. */
@Injectable()
export class RecoveryRequests {
  constructor(
    private readonly users: UsersService,
    private readonly secrets: OneTimeSecrets,
    private readonly cooldowns: Cooldowns,
    private readonly budgets: NetworkBudgets,
    private readonly sealer: Sealer,
    private readonly transaction: Transaction,
    private readonly queue: MailQueue,
    private readonly audit: Audit,
  ) {}

  /**
   * Asks for a letter. One row is written, the same for a known and an unknown address: whose the address is, is looked
   * up behind the answer. Once this has returned the request outlives a crash.
   * @param returned a token that the caller gets at once and that stays inert until the person has approved it
   */
  async request(email: string, { locale, ...letter }: RecoveryLetter = {}, returned?: ReturnedToken): Promise<void> {
    await this.budgets.take('mail');
    const address = this.sealer.seal(Buffer.from(email), ADDRESS_SEAL).toString('base64');
    const asked = returned && { returned: OneTimeSecrets.digest(returned.token).toString('base64url'), ip: returned.ip, userAgent: returned.userAgent };
    await this.queue.post({ userId: null, kind: 'recover_password', locale, facts: { ...letter, ...asked, address } });
    this.audit.note(ASKED, comparable(email));
  }

  /**
   * For a format that returns a working token to whoever asks; the mailed one is another. While the address cools down
   * nothing is mailed, and the tokens mailed before stay good beside the returned one.
   * @throws DomainError user_not_found, too_many_requests
   */
  async requestReturned(email: string, letter: RecoveryLetter = {}): Promise<string> {
    await this.budgets.take('mail');
    const found = await this.users.findByEmail(email);
    if (found === null || found.disabledAt !== null) throw new DomainError('user_not_found', { field: 'email' });
    this.audit.note({ ...ASKED, subjectId: found.id });
    const free = await this.cooldowns.claim('recovery', comparable(email), RECOVERY_COOLDOWN);
    return this.transaction.run(async () => {
      const user = await this.users.lock(found.id, NAMED_GONE);
      if (free) await this.queue.post({ userId: user.id, kind: 'recover_password', facts: { ...letter } });
      return this.secrets.mint({ userId: user.id, purpose: 'recovery', ttl: RECOVERY_TTL, context: { email: user.email, returned: true } });
    });
  }

  /** A new token in place of those given out before, inside the transaction that has locked the account. */
  async replaceToken(user: User): Promise<string> {
    await this.secrets.revoke(user.id, 'recovery', 'recovery_code');
    return this.secrets.mint({ userId: user.id, purpose: 'recovery', ttl: RECOVERY_TTL, context: { email: user.email } });
  }
}
