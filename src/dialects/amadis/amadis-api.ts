import type { DomainError } from '../../errors/domain-error';
import { type Api, type Fault, isBelow } from '../../http/api';
import { type AmadisFault, FAULTS } from './amadis-faults';

/** Amadis: form bodies, JSend answers (github.com/omniti-labs/jsend). It knows accounts and no sessions. */
export const amadisApi: Api = {
  name: 'amadis',
  owns: (path) => isBelow('/api/user/v1', path),
  readToken: () => null,
  renderFault(error: DomainError): Fault {
    const fault: AmadisFault = FAULTS[error.code];
    if (!('field' in fault)) return { status: fault.status, body: { status: 'error', message: fault.message } };
    // RFC 9110, 15.5.2: a 401 says how to do better.
    const headers: Record<string, string> = fault.status === 401 ? { 'www-authenticate': 'Bearer realm="latchkey"' } : {};
    return { status: fault.status, body: { status: 'fail', data: failData(error, fault) }, headers };
  },
};

/** Every field at fault with what is wrong with it; of several things the first. */
function failData(error: DomainError, fallback: { field: string; message: string }): Record<string, string> {
  const first = new Map<string, string>();
  for (const { field, message } of error.faults) if (!first.has(field)) first.set(field, message);
  return first.size > 0 ? Object.fromEntries(first) : { [fallback.field]: fallback.message };
}
