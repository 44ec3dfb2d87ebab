import type { DomainError } from '../../errors/domain-error';
import type { ErrorCode } from '../../errors/error-kinds';
import { type Api, bearerToken, type Fault, isBelow } from '../../http/api';
import { ANY_ROUTE, apiFaults } from '../../http/api-faults';
import { AppmixerFaultDto, presentFault } from './appmixer-faults';
import { APPMIXER_PASSWORD_MIN } from './checks';

/** The Appmixer wire format. @param passwordMin characters that a new password must have, which is told of one that is shorter */
export const appmixerApiWith = (passwordMin: number): Api => ({
  name: 'appmixer',
  owns: (path) => isBelow('/user', path) || isBelow('/users', path),
  readToken: bearerToken,
  renderFault(error: DomainError): Fault {
    const body = presentFault(error, passwordMin);
    return { status: body.statusCode, body, headers: body.statusCode === 401 ? { 'www-authenticate': 'Bearer realm="latchkey"' } : {} };
  },
});

/** With the minimum of the format's own document. */
export const appmixerApi = appmixerApiWith(APPMIXER_PASSWORD_MIN);

/** Documents the failures of a route; what any route can answer is added. */
export const appmixerFaults = (...codes: readonly (ErrorCode | readonly ErrorCode[])[]): MethodDecorator =>
  apiFaults(appmixerApi, AppmixerFaultDto, [...codes.flat(), ...ANY_ROUTE], '/user');
