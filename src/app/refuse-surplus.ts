import type { FastifyInstance, onRequestHookHandler } from 'fastify';
import type { HashQueue } from '../credentials/hash-queue';
import type { Failures } from '../http/failures';
import { SIGN_IN_PATIENCE } from '../limits/attempt-limits';

/**
 * Refuses who would wait in vain for the hash of a password, before anything else is done for the request: in a storm most requests are
 * refused, and what each of them costs is taken from those of everybody else.
 */
export function refuseSurplus(fastify: FastifyInstance, hashes: HashQueue, failures: Failures): void {
  // Answered here and not passed on: the way through the framework's error handler and to the filter is half of what a refusal costs.
  const refuse: onRequestHookHandler = (request, reply, done) => {
    const refusal = hashes.refusalInAdvance(SIGN_IN_PATIENCE);
    if (refusal === null) done();
    else failures.answer(request, reply, refusal);
  };
  fastify.addHook('onRoute', (route) => {
    if (!(route.config as { provesPassword?: boolean } | undefined)?.provesPassword) return;
    // Behind the hooks of every route: the answer has their headers, and its line in the log.
    route.onRequest = [...[route.onRequest ?? []].flat(), refuse];
  });
}
