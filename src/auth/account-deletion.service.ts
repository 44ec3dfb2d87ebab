import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import type { Actor } from '../audit/happening';
import { Transaction } from '../database/transaction';
import { UsersService } from '../users/users.service';
import { PasswordProof } from './password-proof.service';

@Injectable()
export class AccountDeletion {
  constructor(
    private readonly users: UsersService,
    private readonly proof: PasswordProof,
    private readonly transaction: Transaction,
    private readonly audit: Audit,
  ) {}

  /**
   * Erases the account with everything stored about the person; the sessions go with it. The audit trail keeps what happened,
   * under a pseudonym.
   * @throws DomainError wrong_password, too_many_requests, overloaded
   */
  async deleteOwn(userId: string, currentPassword: string, ip: string | null): Promise<void> {
    await this.proof.prove(userId, currentPassword, ip);
    await this.erase(userId, 'self');
  }

  /** Erases an account without a proof. */
  async erase(userId: string, actor: Actor): Promise<void> {
    await this.transaction.run(async () => {
      await this.audit.record({ event: 'account_deleted', subjectId: userId, actor });
      await this.users.delete(userId);
      // Afterwards: whoever wrote of the person meanwhile held rows that the deletion has waited for.
      await this.audit.erase(userId);
    });
  }
}
