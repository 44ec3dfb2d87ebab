import type { FastifyInstance } from 'fastify';
import { DomainError } from '../errors/domain-error';
import type { ApiRegistry } from './api-registry';
import { sendFault } from './send-fault';

/** Milliseconds until a request that changes something is answered, one way or the other. */
const DEADLINE = 10_000;
/** Seconds to wait before the next try. */
const RETRY_AFTER = 2;

/**
 * Answers 503 to a request that is not done in time; what it does goes on to its end or its rollback. Reads need no
 * timer: they are one statement, and that has a limit of its own.
 */
export function setRequestDeadline(fastify: FastifyInstance, apis: ApiRegistry): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const timer = setTimeout(() => {
        const error = new DomainError('overloaded', { retryAfter: RETRY_AFTER });
        sendFault(reply, apis.of(request).renderFault(error, request), error);
      }, DEADLINE);
      reply.raw.once('close', () => clearTimeout(timer));
    }
    done();
  });
}
