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

  /** Without a proof. The audit trail keeps what happened, under a pseudonym. */
  async erase(userId: string, by: Doer): Promise<void> {
    await this.transaction.run(async () => {
      await this.audit.record({ event: 'account_deleted', subjectId: userId, ...by });
      await this.users.delete(userId);
      // Afterwards: whoever wrote of the person meanwhile held rows that the deletion has waited for.
      await this.audit.erase(userId);
    });
  }
}
