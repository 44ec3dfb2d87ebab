import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ApiName } from '../config/config';
import { DomainError } from '../errors/domain-error';

/** Who is calling: what the global guard has made sure of. */
export interface Authentication {
  readonly userId: string;
  readonly sessionId: string;
  /** The `jti` of the token that was presented. */
  readonly tokenId: string;
  readonly scopes: readonly string[];
  /** The API whose token was presented. */
  readonly client: ApiName;
}

declare module 'fastify' {
  interface FastifyRequest {
    authentication?: Authentication;
  }
}

/** The caller's session, as the guard has found it; on a public route there is none. */
export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext): Authentication =>
  sessionOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/**
 * The same, of `@Req()`: for the routes that every client reads all the time. Nest takes what a decorator of ours gives
 * through the pipes, and so through promises, which it spares the request itself.
 * @throws DomainError token_missing
 */
export function sessionOf({ authentication }: FastifyRequest): Authentication {
  if (authentication === undefined) throw new DomainError('token_missing');
  return authentication;
}

/** On a route marked `@OptionalSession()`: the caller's session, or null. */
export const MaybeSession = createParamDecorator(
  (_: unknown, context: ExecutionContext): Authentication | null => context.switchToHttp().getRequest<FastifyRequest>().authentication ?? null,
);
