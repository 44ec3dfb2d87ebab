import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { DomainError, invalidField } from '../../errors/domain-error';
import type { ErrorCode } from '../../errors/error-kinds';
import { ANY_ROUTE, apiFaults } from '../../http/api-faults';
import { MixappFaultDto } from './mixapp-answers.dto';
import { mixappApi } from './mixapp-api';
import { mixappFault } from './mixapp-faults';

const fault = (field: string, code: string): DomainError => invalidField(field, code, '');

/** What fields can be found wrong for. */
export const BAD_SCHEMA = fault('email', 'not_text');
export const BAD_EMAIL = fault('email', 'not_an_email');
export const BAD_NAME = fault('name', 'too_short');
export const BAD_PASSWORD = fault('password', 'too_short');

const ON_EVERY_ROUTE: readonly ErrorCode[] = ['malformed_body', 'body_too_large', 'unsupported_media_type', ...ANY_ROUTE];

/**
 * Documents what a route answers: with status 200 its success or one of the domain's failures, which share it; with
 * other statuses the failures of the transport.
 */
export function mixappAnswers(success: Type, example: object, ...failures: readonly (ErrorCode | DomainError)[]): MethodDecorator {
  const errors = failures.map((failure) => (typeof failure === 'string' ? new DomainError(failure) : failure));
  const ofDomain = errors.filter((error) => mixappFault(error).status === 200);
  const ofTransport = errors.filter((error) => !ofDomain.includes(error)).map(({ code }) => code);
  return applyDecorators(
    ApiExtraModels(success),
    documented200(success, example, ofDomain),
    apiFaults(mixappApi, MixappFaultDto, [...ofTransport, ...ON_EVERY_ROUTE], '/v1'),
  ) as MethodDecorator;
}

function documented200(success: Type, example: object, failures: readonly DomainError[]): MethodDecorator {
  const codes = failures.map((error) => String(mixappFault(error).code));
  const bodies = failures.map((error): [string, { value: unknown }] => [
    `error ${mixappFault(error).code}`,
    { value: mixappApi.renderFault(error, { url: '/v1', headers: {} }).body },
  ]);
  const schema = { oneOf: [{ $ref: getSchemaPath(success) }, { $ref: getSchemaPath(MixappFaultDto) }] };
  const examples = { success: { value: example }, ...Object.fromEntries(bodies) };
  const description = codes.length === 0 ? 'Success' : `Success, or an \`error_code\`: ${codes.join(', ')}`;
  return ApiResponse({ status: 200, description, content: { 'application/json': { schema, examples } } }) as MethodDecorator;
}
