import { createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import type { VerifiedCredentials } from '../credentials/credentials.service';
import { DomainError } from '../errors/domain-error';
import { validationPipe } from '../http/validation.pipe';
import { SignInDto } from './auth.dto';
import { LocalStrategy } from './local.strategy';

declare module 'fastify' {
  interface FastifyRequest {
    verified?: VerifiedCredentials;
  }
}

/**
 * passport-local for native sign-in. Guards run before pipes, so the body is validated here; and since the strategy
 * would look for an absent field in the query, it is given both fields from the body.
 */
@Injectable()
export class LocalGuard extends AuthGuard() {
  constructor(strategy: LocalStrategy) {
    super({ defaultStrategy: strategy.registeredAs });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const body = (await validationPipe.transform(request.body ?? {}, { type: 'body', metatype: SignInDto })) as SignInDto;
    request.body = { ...body, identifier: body.requireIdentifier(), password: body.password };
    return (await super.canActivate(context)) as boolean;
  }

  override getAuthenticateOptions() {
    return { session: false, property: 'verified' };
  }

  override handleRequest<TUser = VerifiedCredentials>(error: unknown, user: TUser | false): TUser {
    if (error !== null && error !== undefined) throw error as Error;
    if (user === false) throw new DomainError('bad_credentials');
    return user;
  }
}

/** What the guard has proved. */
export const Verified = createParamDecorator((_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().verified);
