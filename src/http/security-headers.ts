import type { FastifyInstance } from 'fastify';
import { closeBehindAnswer } from './lingering-close';

/** A page of ours brings its own policy; an answer for programs may load nothing at all. */
const CONTENT_SECURITY_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const ONE_YEAR = 31_536_000;

/** The headers that every answer has, where a route sets no others. */
export function constantHeaders({ secure }: { secure: boolean }): [name: string, value: string][] {
  return [
    ['x-content-type-options', 'nosniff'],
    ['referrer-policy', 'no-referrer'],
    ['x-frame-options', 'DENY'],
    ['content-security-policy', CONTENT_SECURITY_POLICY],
    ['cache-control', 'no-store'],
    ...(secure ? [['strict-transport-security', `max-age=${ONE_YEAR}; includeSubDomains`] as [string, string]] : []),
  ];
}

/**
 * The constant headers of every answer, in one hook: a middleware that sets them one by one costs more than the routes
 * themselves. What a route has set stays.
 */
export function setSecurityHeaders(fastify: FastifyInstance, options: { secure: boolean }): void {
  const headers = constantHeaders(options);
  fastify.addHook('onSend', (request, reply, payload, done) => {
    for (const [name, value] of headers) if (!reply.hasHeader(name)) void reply.header(name, value);
    if (!request.raw.complete) closeBehindAnswer(reply);
    if (fastify.draining.started) void reply.header('connection', 'close');
    done(null, payload);
  });
}
