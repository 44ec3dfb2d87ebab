import { context } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import type { FastifyInstance, onRequestHookHandler } from 'fastify';

/** Names the span of a request by its route as declared: the instrumentation of `http` knows paths alone. */
export function traceRoutes(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const name: onRequestHookHandler = (_request, _reply, done) => {
      const metadata = getRPCMetadata(context.active());
      if (metadata !== undefined) metadata.route = route.url;
      done();
    };
    route.onRequest = [name, ...[route.onRequest ?? []].flat()];
  });
}
