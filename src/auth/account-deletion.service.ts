import { Injectable } from '@nestjs/common';
import { Log } from '../log/log';
import { UsersService } from '../users/users.service';
import { PasswordProof } from './password-proof.service';

@Injectable()
export class AccountDeletion {
  constructor(
    private readonly users: UsersService,
    private readonly proof: PasswordProof,
    private readonly log: Log,
  ) {}

  /**
   * Erases the account with everything stored about the person; the sessions go with it.
   * @throws DomainError wrong_password, too_many_requests, overloaded
   */
  async deleteOwn(userId: string, currentPassword: string, ip: string): Promise<void> {
    await this.proof.prove(userId, currentPassword, ip);
    await this.users.delete(userId);
    this.log.event('account_deleted', { userId });
  }
}
