import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** When its head had come, by the clock that is never set. */
    startedAt: number;
  }
  interface FastifyInstance {
    monotonic: () => number;
  }
}

/**
 * Notes when each request came.
 * @param monotonic milliseconds of a clock that is never set
 */
export function noteArrivals(fastify: FastifyInstance, monotonic: () => number): void {
  fastify.decorate('monotonic', monotonic);
  fastify.decorateRequest('startedAt', 0);
  fastify.addHook('onRequest', (request, _, done) => {
    request.startedAt = monotonic();
    done();
  });
}

/** Milliseconds since a request came. Fastify's own `elapsedTime` is 0 without a hook that we do without. */
export function ageOf(request: FastifyRequest): number {
  return request.server.monotonic() - request.startedAt;
}
