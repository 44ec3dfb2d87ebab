import { Injectable } from '@nestjs/common';
import { CredentialsService, type VerifiedCredentials } from '../credentials/credentials.service';
import { DomainError } from '../errors/domain-error';
import { AttemptLimits } from '../limits/attempt-limits';
import { comparable } from '../users/identifier';
import { UsersService } from '../users/users.service';
import { RefusedProofs } from './refused-proofs';

/** Asks a signed-in person for the password once more, before what cannot be undone. */
@Injectable()
export class PasswordProof {
  constructor(
    private readonly users: UsersService,
    private readonly credentials: CredentialsService,
    private readonly limits: AttemptLimits,
    private readonly refusals: RefusedProofs,
  ) {}

  /**
   * Counts towards the same budget as signing in does.
   * @throws DomainError wrong_password, too_many_requests, overloaded
   */
  async prove(userId: string, password: string, ip: string | null, field = 'currentPassword'): Promise<VerifiedCredentials> {
    const user = await this.users.get(userId);
    const attempt = this.limits.guard(comparable(user.email), ip, async (patience) => {
      const generation = await this.credentials.generation(user.id);
      if (!(await this.credentials.matches(user.id, password, patience))) throw new DomainError('wrong_password', { field });
      return { user, generation };
    });
    return this.refusals.watch(attempt, 'password_proof', { subjectId: user.id });
  }

  /**
   * Inside the transaction that locks the account: whoever has chosen a new password since is not to be undone by the old one.
   * @throws DomainError wrong_password
   */
  async requireStill(proved: VerifiedCredentials): Promise<void> {
    if (!(await this.credentials.isCurrent(proved))) throw new DomainError('wrong_password', { field: 'currentPassword' });
  }
}
