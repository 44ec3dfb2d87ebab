import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error';
import type { ApiRegistry } from './api-registry';
import { constantHeaders } from './security-headers';
import { sendFault } from './send-fault';

declare module 'fastify' {
  interface FastifyInstance {
    apis?: ApiRegistry;
    /** Is told of an answer that no hook runs for. */
    unroutedAnswer?: (request: FastifyRequest, reply: FastifyReply) => void;
  }
}

/** Lets the router's own failures be rendered by the API that owns the path, as every other failure is. */
export function renderRouterFaults(fastify: FastifyInstance, apis: ApiRegistry): void {
  fastify.decorate('apis', apis);
}

/**
 * What the router says before any hook or filter runs: a path that is no URL, or a parameter longer than any of ours.
 * Either way nothing is there. The headers that hooks would have set are those of every answer.
 */
export function routerFaultHandler(options: { secure: boolean }): (error: Error, request: FastifyRequest, reply: FastifyReply) => void {
  const always = constantHeaders(options);
  return (_error, request, reply) => {
    const error = new DomainError('route_not_found');
    const api = request.server.apis?.of(request);
    for (const [name, value] of always) void reply.header(name, value);
    if (api?.anyOrigin) void reply.header('access-control-allow-origin', '*');
    void reply.header('x-request-id', request.id);
    sendFault(reply, api?.renderFault(error, request) ?? { status: 404, body: {} }, error);
    request.server.unroutedAnswer?.(request, reply);
  };
}
