import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/**
 * The body that asks for an account, validated as the DTO that the parameter is typed with. What it says of scopes and metadata counts
 * only where an admin says it: from anybody else it is left out before it is looked at, whatever it is.
 */
export const CreationBody = createParamDecorator((_: unknown, context: ExecutionContext): Record<string, unknown> => {
  const { body, authentication } = context.switchToHttp().getRequest<FastifyRequest<{ Body?: Record<string, unknown> }>>();
  if (authentication?.scopes.includes('admin')) return { ...body };
  return Object.fromEntries(Object.entries(body ?? {}).filter(([field]) => field !== 'scope' && field !== 'metadata'));
});
