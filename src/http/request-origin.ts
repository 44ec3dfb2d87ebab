import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { addressOf } from './client-address';

/** Where a request comes from, as far as the server can tell. */
export interface RequestOrigin {
  /** The caller's address; behind a proxy only what `TRUST_PROXY` lets count. Null where that is none. */
  readonly ip: string | null;
  readonly userAgent: string | null;
}

const USER_AGENT_MAX = 512;

export function requestOrigin(request: FastifyRequest): RequestOrigin {
  return { ip: addressOf(request), userAgent: request.headers['user-agent']?.slice(0, USER_AGENT_MAX) ?? null };
}

export const Origin = createParamDecorator((_: unknown, context: ExecutionContext) => requestOrigin(context.switchToHttp().getRequest<FastifyRequest>()));
