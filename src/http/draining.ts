import type { Socket } from 'node:net';
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
  spareUnsent(fastify.server);
}

/**
 * Node takes an answer that was handed over for sent, and so a connection for idle while somebody is still reading: what they
 * have not been sent yet would be lost.
 */
function spareUnsent(server: FastifyInstance['server']): void {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  const closeIdle = server.closeIdleConnections.bind(server);
  server.closeIdleConnections = () => {
    const reading = [...open].filter(({ writableLength }) => writableLength > 0);
    for (const socket of reading) socket.destroy = () => socket;
    closeIdle();
    for (const socket of reading) Reflect.deleteProperty(socket, 'destroy');
  };
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
