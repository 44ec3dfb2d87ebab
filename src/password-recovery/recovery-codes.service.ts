import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Transaction } from '../database/transaction';
import { DomainError } from '../errors/domain-error';
import { Cooldowns } from '../limits/cooldowns';
import type { OneTimeSecret } from '../tokens/one-time-secret.entity';
import { OneTimeSecrets } from '../tokens/one-time-secrets';
import { ShortCodes } from '../tokens/short-codes';
import { comparable } from '../users/identifier';
import type { User } from '../users/user.entity';
import { UsersService } from '../users/users.service';
import { RECOVERY_CODE_TRIES, RECOVERY_CODE_TTL } from './recovery-terms';

/** The id of no account, so that an unknown address costs the statements of a known one. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The short code of a recovery letter, for apps: bound to the address, and worth five tries. */
@Injectable()
export class RecoveryCodes {
  constructor(
    private readonly users: UsersService,
    private readonly secrets: OneTimeSecrets,
    private readonly codes: ShortCodes,
    private readonly cooldowns: Cooldowns,
    private readonly transaction: Transaction,
  ) {}

  /** For a letter, inside the transaction that has locked the account; earlier codes of the account are worthless then. */
  async mint(user: User, mailId: string): Promise<string> {
    const code = ShortCodes.make();
    const digest = this.codes.digest(code, scopeOf(user));
    await this.secrets.revoke(user.id, 'recovery_code');
    await this.secrets.mint({ userId: user.id, purpose: 'recovery_code', ttl: RECOVERY_CODE_TTL, context: { email: user.email, mailId }, digest });
    return code;
  }

  /**
   * The secret that a code stands for, not yet spent. The try is counted before it is looked at, so that parallel
   * guesses share five tries; a right one is given back, so that a refused password costs none.
   * @throws DomainError recovery_code_wrong, also for an address without an account or without a code
   */
  async look(email: string, code: string): Promise<OneTimeSecret> {
    const { user, secret } = await this.countTry(email);
    const isRight = this.codes.isSame(code, user === null ? NOBODY : scopeOf(user), secret?.digest ?? randomBytes(32));
    if (secret === undefined || !isRight) throw new DomainError('recovery_code_wrong', { field: 'code' });
    await this.secrets.refundTry(secret);
    return secret;
  }

  // A known address costs a write. So does an unknown one: the mark of the address, which is written for both.
  private countTry(email: string): Promise<{ user: User | null; secret: OneTimeSecret | undefined }> {
    return this.transaction.run(async () => {
      await this.cooldowns.claim('recovery_try', comparable(email), 0);
      const user = await this.users.findByEmail(email);
      return { user, secret: await this.secrets.countTry(user?.id ?? NOBODY, 'recovery_code', RECOVERY_CODE_TRIES) };
    });
  }
}

function scopeOf({ id, email }: User): string {
  return `recovery ${id} ${comparable(email)}`;
}
