import type { DomainError } from '../errors/domain-error';
import { type Api, bearerToken, type Fault } from './api';
import { problemDetails, statusOf } from './problem-details';

/** The native API: RFC 9457 problem details, bearer tokens. Owns whatever no other API does. */
export const nativeApi: Api = {
  name: 'native',
  owns: () => true,
  readToken: bearerToken,
  renderFault(error: DomainError): Fault {
    return {
      status: statusOf(error),
      body: problemDetails(error),
      contentType: 'application/problem+json; charset=utf-8',
      headers: { ...(error.kind === 'unauthenticated' ? { 'www-authenticate': challenge(error) } : {}), ...limitHeaders(error) },
    };
  },
};

// draft-ietf-httpapi-ratelimit-headers-10: nothing is left of the limit for so many seconds.
function limitHeaders({ limit, retryAfter }: DomainError): Record<string, string> {
  if (limit === undefined) return {};
  const seconds = Math.max(1, Math.ceil(retryAfter ?? 0));
  return { 'ratelimit-policy': `"${limit.name}";q=${limit.quota};w=${limit.window}`, ratelimit: `"${limit.name}";r=0;t=${seconds}` };
}

// RFC 6750, 3: no error code where the caller presented no token at all.
function challenge(error: DomainError): string {
  const presented = ['token_invalid', 'token_expired', 'session_ended', 'account_gone'].includes(error.code);
  return presented ? 'Bearer realm="latchkey", error="invalid_token"' : 'Bearer realm="latchkey"';
}
