import { Injectable } from '@nestjs/common';
import { DomainError } from '../errors/domain-error';
import { AccountErasure } from './account-erasure.service';
import { PasswordProof } from './password-proof.service';

@Injectable()
export class AccountDeletion {
  constructor(
    private readonly proof: PasswordProof,
    private readonly erasure: AccountErasure,
  ) {}

  /** @throws DomainError wrong_password, account_gone, too_many_requests, overloaded */
  async deleteOwn(userId: string, currentPassword: string, ip: string | null): Promise<void> {
    const proved = await this.proof.prove(userId, currentPassword, ip);
    const erased = await this.erasure.erase(userId, { actor: 'self' }, () => this.proof.requireStill(proved));
    if (!erased) throw new DomainError('account_gone');
  }
}
