import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** Milliseconds a refused client has for the rest of its body, once it was answered. */
const LINGER = 1_000;

/** What each connection was last refused. */
const refused = new WeakMap<Socket, IncomingMessage>();

/**
 * Lets a client that is refused before its body has come read why: what still comes is read and dropped for a while. To close at once
 * makes the kernel reset the connection, and the answer may be lost with it (RFC 9112, 9.6).
 */
export function closeGently({ raw }: FastifyRequest): void {
  const { socket } = raw;
  if (!refused.has(socket)) lingerAtTheEnd(socket);
  refused.set(socket, raw);
}

function lingerAtTheEnd(socket: Socket): void {
  const closeAtOnce = socket.destroySoon.bind(socket);
  // Node calls this behind an answer that is the connection's last.
  socket.destroySoon = () => {
    const request = refused.get(socket);
    if (request === undefined || request.complete || socket.destroyed) return closeAtOnce();
    request.resume();
    socket.end();
    const timer = setTimeout(() => socket.destroy(), LINGER).unref();
    socket.once('close', () => clearTimeout(timer));
  };
}
