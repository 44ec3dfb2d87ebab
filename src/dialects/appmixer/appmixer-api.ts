import type { DomainError } from '../../errors/domain-error';
import type { ErrorCode } from '../../errors/error-kinds';
import { type Api, bearerToken, type Fault, isBelow } from '../../http/api';
import { ANY_ROUTE, apiFaults } from '../../http/api-faults';
import { AppmixerFaultDto, presentFault } from './appmixer-faults';

/** The Appmixer wire format. */
export const appmixerApi: Api = {
  name: 'appmixer',
  owns: (path) => isBelow('/user', path) || isBelow('/users', path),
  readToken: bearerToken,
  renderFault(error: DomainError): Fault {
    const body = presentFault(error);
    return { status: body.statusCode, body, headers: body.statusCode === 401 ? { 'www-authenticate': 'Bearer realm="latchkey"' } : {} };
  },
};

/** Documents the failures of a route; what any route can answer is added. */
export const appmixerFaults = (...codes: readonly (ErrorCode | readonly ErrorCode[])[]): MethodDecorator =>
  apiFaults(appmixerApi, AppmixerFaultDto, [...codes.flat(), ...ANY_ROUTE], '/user');
