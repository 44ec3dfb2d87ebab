import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { readJsonBody } from '../../http/json-body';
import { inflectionOf, readKeys } from './key-inflection';

/** The key that a request's fields sit under. */
export type Root = 'user' | 'device';

type Fields = Record<string, unknown>;
type Request = Pick<FastifyRequest, 'body' | 'headers'>;

/** The fields under `root`, keys in snake_case. A flat body is the same as an empty one. */
export function fieldsUnder(root: Root, request: Request): Fields {
  return readKeys(partOf(request, root) ?? {}, inflectionOf(request.headers)) as Fields;
}

/** The fields under `root`, or those of a flat body. */
export function fieldsUnderOrFlat(root: Root, request: Request): Fields {
  return readKeys(partOf(request, root) ?? asFields(request.body) ?? {}, inflectionOf(request.headers)) as Fields;
}

/** A route's fields, validated as the DTO that the parameter is typed with. */
export const FieldsUnder = createParamDecorator((root: Root, context: ExecutionContext) =>
  fieldsUnder(root, context.switchToHttp().getRequest<FastifyRequest>()),
);

export const FieldsUnderOrFlat = createParamDecorator((root: Root, context: ExecutionContext) =>
  fieldsUnderOrFlat(root, context.switchToHttp().getRequest<FastifyRequest>()),
);

// In a form an object may also come as JSON in one field: OpenAPI's own way to write it, and so that of our docs page.
function partOf({ body, headers }: Request, root: Root): Fields | undefined {
  const part = asFields(body)?.[root];
  const isForm = headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded') ?? false;
  return isForm && typeof part === 'string' && part.startsWith('{') ? readJsonBody(Buffer.from(part)) : asFields(part);
}

function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}
