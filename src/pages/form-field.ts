import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** A text of the posted form. What is absent, comes twice or is no text is empty: the page says what is missing. */
export const Field = createParamDecorator((name: string, context: ExecutionContext) => textIn(requestOf(context).body, name));

/** The token of a mailed link, by the same rule. */
export const QueryToken = createParamDecorator((_: unknown, context: ExecutionContext) => textIn(requestOf(context).query, 'token'));

function requestOf(context: ExecutionContext): FastifyRequest {
  return context.switchToHttp().getRequest<FastifyRequest>();
}

function textIn(fields: unknown, name: string): string {
  if (typeof fields !== 'object' || fields === null || !Object.hasOwn(fields, name)) return '';
  const value: unknown = fields[name as keyof typeof fields];
  return typeof value === 'string' ? value : '';
}
