import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** A text of the posted form. What is absent, comes twice or is no text is empty: the page says what is missing. */
export const Field = createParamDecorator((name: string, context: ExecutionContext) => textIn(requestOf(context).body, name));

/** A text of the page's address, by the same rule. */
export const QueryField = createParamDecorator((name: string, context: ExecutionContext) => textIn(requestOf(context).query, name));

/** The token of a mailed link. */
export const QueryToken = (): ParameterDecorator => QueryField('token');

/** Whether the page's address says nothing besides, at most, the language: a broken link is another matter. */
export const OpenedPlainly = createParamDecorator((_: unknown, context: ExecutionContext) => PLAIN.test(requestOf(context).url));

const PLAIN = /^[^?]*(\?(lang=[\w-]*)?)?$/;

function requestOf(context: ExecutionContext): FastifyRequest {
  return context.switchToHttp().getRequest<FastifyRequest>();
}

function textIn(fields: unknown, name: string): string {
  if (typeof fields !== 'object' || fields === null || !Object.hasOwn(fields, name)) return '';
  const value: unknown = fields[name as keyof typeof fields];
  return typeof value === 'string' ? value : '';
}
