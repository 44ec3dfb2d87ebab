import type { FastifyRequest } from 'fastify';
import type { DomainError } from '../../errors/domain-error';
import { type Api, type Fault, type FaultRequest, isBelow } from '../../http/api';
import { decodedPath } from '../../http/api-registry';
import { inflectionOf, writeKeys } from './key-inflection';
import { uprogressFault } from './uprogress-faults';

/** Characters of a UProgress password, unless the operator wants the native rules everywhere. */
export const UPROGRESS_PASSWORD_MIN = 6;

export const CURRENT_SESSION_PATH = '/api/v1/sessions/current';

/** Everything below `/api/v1`; the token in `uprogresstoken` and nowhere else. */
export function uprogressApi(passwordMin = UPROGRESS_PASSWORD_MIN): Api {
  return {
    name: 'uprogress',
    anyOrigin: true,
    owns: (path) => isBelow('/api/v1', path),
    readToken,
    restyle: (body, { headers }) => writeKeys(body, inflectionOf(headers)),
    renderFault(error: DomainError, request: FaultRequest): Fault {
      const fault = uprogressFault(error, passwordMin);
      const shown = isCurrentSession(error, request) ? { status: currentSessionStatus(error, fault.status), body: { user: null } } : fault;
      return { status: shown.status, body: writeKeys(shown.body, inflectionOf(request.headers)) };
    },
  };
}

function readToken({ headers }: FastifyRequest): string | null {
  const value = headers['uprogresstoken'];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

// Another method on this path is a route that does not exist.
function isCurrentSession({ code }: DomainError, { url }: FaultRequest): boolean {
  return code !== 'route_not_found' && decodedPath(url) === CURRENT_SESSION_PATH;
}

/** Clients sign out on 401: a server that cannot answer at the moment must not make them. */
function currentSessionStatus({ kind }: DomainError, status: number): number {
  return kind === 'throttled' || kind === 'overloaded' || kind === 'internal' ? status : 401;
}
