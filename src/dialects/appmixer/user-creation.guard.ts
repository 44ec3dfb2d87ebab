import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { BearerGuard } from '../../auth/bearer.guard';
import { SignUp } from '../../auth/sign-up.service';
import { Config } from '../../config/config';
import { DomainError } from '../../errors/domain-error';
import { appmixerApi } from './appmixer-api';

/**
 * Who may create an account: anybody, or only callers with the scope of `API_USER_CREATE_SCOPE`. Where anybody may, a
 * token that is no good is as none: clients send the old one along. Asked before the body is read into its fields, so
 * that a closed registration looks nothing up.
 */
@Injectable()
export class UserCreationGuard implements CanActivate {
  constructor(
    private readonly bearer: BearerGuard,
    private readonly signUps: SignUp,
    private readonly config: Config,
  ) {}

  /** @throws DomainError sign_up_closed, token_missing, token_invalid, token_expired, session_ended, insufficient_scope */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    this.signUps.requireOpen();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const needed = this.config.accounts.apiUserCreateScope;
    if (needed === null && appmixerApi.readToken(request) === null) return true;
    const refusal = await this.refusalOf(context);
    if (needed === null) return true;
    if (refusal !== null) throw refusal;
    if (!request.authentication?.scopes.includes(needed)) throw new DomainError('insufficient_scope');
    return true;
  }

  private async refusalOf(context: ExecutionContext): Promise<DomainError | null> {
    try {
      await this.bearer.canActivate(context);
      return null;
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'unauthenticated') throw error;
      // 404 is for a person who asks after the own account.
      return error.code === 'account_gone' ? new DomainError('token_invalid') : error;
    }
  }
}
