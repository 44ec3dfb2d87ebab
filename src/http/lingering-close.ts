import type { FastifyRequest } from 'fastify';

/** Milliseconds a refused client has for the rest of its body, once it was answered. */
const LINGER = 1_000;

/**
 * Lets a client that is refused before its body has come read why: what still comes is read and dropped for a while. To close at once
 * makes the kernel reset the connection, and the answer may be lost with it (RFC 9112, 9.6).
 */
export function closeGently({ raw }: FastifyRequest): void {
  const { socket } = raw;
  const closeAtOnce = socket.destroySoon.bind(socket);
  // Node calls this behind an answer that is the connection's last.
  socket.destroySoon = () => {
    if (raw.complete || socket.destroyed) return closeAtOnce();
    raw.resume();
    socket.end();
    const timer = setTimeout(() => socket.destroy(), LINGER).unref();
    socket.once('close', () => clearTimeout(timer));
  };
}
