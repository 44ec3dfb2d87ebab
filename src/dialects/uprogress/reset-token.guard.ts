import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError, invalidField } from '../../errors/domain-error';
import { PasswordRecovery } from '../../password-recovery/password-recovery.service';
import { fieldsUnder } from './request-fields';

/** The document judges the token before the password: a guard comes before the body's validation. */
@Injectable()
export class ResetTokenGuard implements CanActivate {
  constructor(private readonly recovery: PasswordRecovery) {}

  /** @throws DomainError invalid_input (no token), one_time_token_invalid, one_time_token_spent */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { token } = fieldsUnder('user', context.switchToHttp().getRequest<FastifyRequest>());
    if (token === undefined || token === null || token === '') throw invalidField('user', 'no_token', 'is required');
    if (typeof token !== 'string') throw new DomainError('one_time_token_invalid', { field: 'token' });
    await this.recovery.require({ token, acceptReturnedToken: true });
    return true;
  }
}
