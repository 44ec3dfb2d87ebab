import type { FastifyInstance } from 'fastify';
import type { ApiRegistry } from './api-registry';

/** Lets an API restyle the answers of its own routes. An interceptor would do the same for a quarter of a read. */
export function restyleAnswers(fastify: FastifyInstance, apis: ApiRegistry): void {
  fastify.addHook('onRoute', (route) => {
    const { restyle } = apis.of(route);
    if (restyle !== undefined) route.preSerialization = (request, _reply, body, done) => done(null, restyle(body, request));
  });
}
