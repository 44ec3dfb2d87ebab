import { Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { DomainError } from '../errors/domain-error';
import type { Authentication } from '../http/authentication';
import { BearerStrategy } from './bearer.strategy';

/** passport-jwt as a guard that fails with our errors and puts the caller where `@CurrentSession()` looks. */
@Injectable()
export class BearerGuard extends AuthGuard() {
  constructor(strategy: BearerStrategy) {
    super({ defaultStrategy: strategy.registeredAs });
  }

  override getAuthenticateOptions() {
    return { session: false, property: 'authentication' };
  }

  override handleRequest<TUser = Authentication>(error: unknown, user: TUser | false, info: unknown): TUser {
    if (error instanceof DomainError) throw error;
    if (error !== null && error !== undefined) throw error as Error;
    if (user === false) throw info instanceof DomainError ? info : new DomainError(isMissing(info) ? 'token_missing' : 'token_invalid');
    return user;
  }
}

// passport-jwt's own word for a request without a token; a failing key provider's error comes as its message.
function isMissing(info: unknown): boolean {
  return info instanceof Error && info.message === 'No auth token';
}
