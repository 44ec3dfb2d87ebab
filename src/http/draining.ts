import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyInstance {
    draining: { started: boolean };
  }
}

/** Milliseconds between two looks for connections whose last answer is through. */
const IDLE_POLL = 50;

/** Lets a server that stops tell its clients so: by `Connection: close` on what it still answers (RFC 9112, 9.6). */
export function letDrain(fastify: FastifyInstance): void {
  fastify.decorate('draining', { started: false });
}

/**
 * Ends a server that is draining, without dropping a request: what is in flight is answered, and a connection is closed behind its last
 * answer instead of being kept for the next one.
 * @param close stops listening, and waits for the connections
 */
export async function drain(fastify: FastifyInstance, close: () => Promise<void>): Promise<void> {
  const timer = setInterval(() => fastify.server.closeIdleConnections(), IDLE_POLL);
  try {
    await close();
  } finally {
    clearInterval(timer);
  }
}
