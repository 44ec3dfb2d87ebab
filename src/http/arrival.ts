import type { Socket } from 'node:net';
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

/** When each connection was taken, until it is asked for. */
const takenAt = new WeakMap<Socket, number>();
/** Milliseconds within which a first request comes on a connection that was made for it; what is longer is the client's own pause. */
const RECENTLY = 400;

/**
 * Notes when each request came.
 * @param monotonic milliseconds of a clock that is never set
 */
export function noteArrivals(fastify: FastifyInstance, monotonic: () => number): void {
  fastify.decorate('monotonic', monotonic);
  fastify.decorateRequest('startedAt', 0);
  fastify.server.on('connection', (socket: Socket) => takenAt.set(socket, monotonic()));
  fastify.addHook('onRequest', (request, _, done) => {
    request.startedAt = monotonic();
    done();
  });
}

/** Milliseconds since a request came. Fastify's own `elapsedTime` is 0 without a hook that we do without. */
export function ageOf(request: FastifyRequest): number {
  return request.server.monotonic() - request.startedAt;
}

/**
 * Milliseconds that the caller has waited: since the connection was taken, where it was made for this request. Of hundreds that come at
 * one moment the last are read long after they were sent. Tells it once for each connection; what follows on it counts from its own arrival.
 */
export function waitOf(request: FastifyRequest): number {
  const { socket } = request.raw;
  const taken = takenAt.get(socket);
  takenAt.delete(socket);
  const sinceTaken = taken === undefined ? Infinity : request.server.monotonic() - taken;
  return sinceTaken < RECENTLY ? sinceTaken : ageOf(request);
}
