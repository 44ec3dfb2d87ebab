import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error';
import type { ApiRegistry } from './api-registry';
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
 * Either way nothing is there.
 */
export function onRouterFault(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const error = new DomainError('route_not_found');
  const fault = request.server.apis?.of(request).renderFault(error, request) ?? { status: 404, body: {} };
  void reply.header('x-request-id', request.id);
  sendFault(reply, fault, error);
  request.server.unroutedAnswer?.(request, reply);
}
