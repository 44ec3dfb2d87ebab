import { Injectable } from '@nestjs/common';
import { AccountErasure } from './account-erasure.service';
import { PasswordProof } from './password-proof.service';

@Injectable()
export class AccountDeletion {
  constructor(
    private readonly proof: PasswordProof,
    private readonly erasure: AccountErasure,
  ) {}

  /** @throws DomainError wrong_password, too_many_requests, overloaded */
  async deleteOwn(userId: string, currentPassword: string, ip: string | null): Promise<void> {
    await this.proof.prove(userId, currentPassword, ip);
    await this.erasure.erase(userId, { actor: 'self' });
  }
}
