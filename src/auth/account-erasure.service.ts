import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import type { Doer } from '../audit/happening';
import { Transaction } from '../database/transaction';
import { UsersService } from '../users/users.service';

/** Erases accounts with everything stored about the person; the sessions go with them. */
@Injectable()
export class AccountErasure {
  constructor(
    private readonly users: UsersService,
    private readonly transaction: Transaction,
    private readonly audit: Audit,
  ) {}

  /**
   * Without a proof. The audit trail keeps what happened, under a pseudonym.
   * @param requireStill what must still be so once nobody else can change the account; throws where it is not
   * @returns whether the account was there: of two who erase it at the same moment one comes too late
   */
  async erase(userId: string, by: Doer, requireStill: () => Promise<void> = nothing): Promise<boolean> {
    return this.transaction.run(async () => {
      if ((await this.users.lockIfThere(userId)) === null) return false;
      await requireStill();
      await this.audit.record({ event: 'account_deleted', subjectId: userId, ...by });
      await this.users.delete(userId);
      // Afterwards: whoever wrote of the person meanwhile held rows that the deletion has waited for.
      await this.audit.erase(userId);
      return true;
    });
  }
}

const nothing = () => Promise.resolve();
