import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, type ApiResponseOptions, getSchemaPath } from '@nestjs/swagger';
import { DomainError } from '../errors/domain-error';
import type { ErrorCode } from '../errors/error-kinds';
import type { Api, Fault } from './api';
import { nativeApi } from './native-api';
import { ProblemDetailsDto } from './problem-details.dto';

/** What any route can answer. */
export const ANY_ROUTE: readonly ErrorCode[] = ['overloaded', 'internal_error'];
/** What a route that reads a body can answer besides. */
export const WITH_BODY: readonly ErrorCode[] = ['malformed_body', 'invalid_input', 'body_too_large', 'unsupported_media_type'];
/** What a guarded route can answer besides. */
export const WITH_SESSION: readonly ErrorCode[] = ['token_missing', 'token_invalid', 'token_expired', 'session_ended', 'account_gone'];

/** How an API shows each of these codes, by status: for the documentation, from the code that renders the real ones. */
export function faultsByStatus(api: Pick<Api, 'renderFault'>, codes: readonly ErrorCode[], url = '/'): Map<number, { code: ErrorCode; fault: Fault }[]> {
  const byStatus = new Map<number, { code: ErrorCode; fault: Fault }[]>();
  for (const code of new Set(codes)) {
    const fault = api.renderFault(sampleError(code), { url, headers: {} });
    byStatus.set(fault.status, [...(byStatus.get(fault.status) ?? []), { code, fault }]);
  }
  return byStatus;
}

/** The `content` of a documented response that shows these failures, one example each. */
export function faultContent(dto: Type, faults: readonly { code: ErrorCode; fault: Fault }[]) {
  const mediaType = (faults[0]?.fault.contentType ?? 'application/json').split(';', 1)[0]!;
  const examples = Object.fromEntries(faults.map(({ code, fault }) => [code, { value: fault.body }]));
  return { [mediaType]: { schema: { $ref: getSchemaPath(dto) }, examples } };
}

/** The headers that clients wait for. */
const RETRY_AFTER = { 'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } } } as const;
const RATE_LIMIT = {
  RateLimit: {
    description: 'What is left, and for how long (draft-ietf-httpapi-ratelimit-headers)',
    schema: { type: 'string', example: '"account";r=0;t=30' },
  },
  'RateLimit-Policy': {
    description: 'The limit: its name, its quota, and the seconds it counts',
    schema: { type: 'string', example: '"account";q=10;w=3600' },
  },
} as const;
const CHALLENGE = { 'WWW-Authenticate': { description: 'How to authenticate (RFC 6750, 3)', schema: { type: 'string' } } } as const;

function faultHeaders(api: Pick<Api, 'renderFault'>, status: number, faults: readonly { fault: Fault }[]): ApiResponseOptions['headers'] {
  if (status === 429 && api === nativeApi) return { ...RETRY_AFTER, ...RATE_LIMIT };
  if (status === 429 || status === 503) return RETRY_AFTER;
  return faults.some(({ fault }) => fault.headers?.['www-authenticate'] !== undefined) ? CHALLENGE : undefined;
}

/** Documents the failures of a route in an API's own envelope. */
export function apiFaults(api: Pick<Api, 'renderFault'>, dto: Type, codes: readonly ErrorCode[], url?: string): MethodDecorator {
  const responses = [...faultsByStatus(api, codes, url)].map(([status, faults]) => {
    return ApiResponse({
      status,
      description: faults.map(({ code }) => code).join(', '),
      content: faultContent(dto, faults),
      headers: faultHeaders(api, status, faults),
    });
  });
  return applyDecorators(ApiExtraModels(dto), ...responses) as MethodDecorator;
}

/** Documents the failures of a native route; what any route can answer is added. */
export const nativeFaults = (...codes: readonly (ErrorCode | readonly ErrorCode[])[]): MethodDecorator =>
  apiFaults(nativeApi, ProblemDetailsDto, [...codes.flat(), ...ANY_ROUTE]);

function sampleError(code: ErrorCode): DomainError {
  if (code === 'invalid_input') return new DomainError(code, { faults: [{ field: 'email', code: 'not_an_email', message: 'must be an e-mail address' }] });
  if (code === 'email_taken') return new DomainError(code, { field: 'email' });
  if (code === 'username_taken') return new DomainError(code, { field: 'username' });
  return new DomainError(code);
}
