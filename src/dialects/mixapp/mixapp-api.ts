import type { FastifyRequest } from 'fastify';
import type { DomainError } from '../../errors/domain-error';
import { type Api, bearerToken, type Fault, isBelow } from '../../http/api';
import { mixappFault } from './mixapp-faults';

/** Everything below `/v1`; the token in `X-Auth-Token`, or as a bearer token where that header is not sent. */
export const mixappApi: Api = {
  name: 'mixapp',
  owns: (path) => isBelow('/v1', path),
  readToken: (request) => headerToken(request) ?? bearerToken(request),
  renderFault(error: DomainError): Fault {
    const { status, code, message } = mixappFault(error);
    return { status, body: { error_code: code, error_message: message, more_info: '' } };
  },
};

function headerToken({ headers }: FastifyRequest): string | null {
  const value = headers['x-auth-token'];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
