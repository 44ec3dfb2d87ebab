import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';

/** Milliseconds a client has for the rest of its body, once it was answered. */
const LINGER = 1_000;

/** What each connection was last answered before it had come. */
const answered = new WeakMap<Socket, IncomingMessage>();

/**
 * Makes an answer its connection's last where the body has not come yet: who waits for the rest of it would have to tell the client on
 * the same connection that it is late, as an answer to a request that was never made. The client can still read the answer, for what
 * comes meanwhile is read and dropped for a while. To close at once makes the kernel reset the connection, and the answer may be lost with
 * it (RFC 9112, 9.6).
 */
export function closeBehindAnswer(reply: FastifyReply): void {
  const { raw } = reply.request;
  if (raw.complete || !hasBody(raw)) return;
  void reply.header('connection', 'close');
  const { socket } = raw;
  if (!answered.has(socket)) lingerAtTheEnd(socket);
  answered.set(socket, raw);
}

/** Whether the request that a connection is still sending has its answer: then no other may follow. */
export function isAnswered(socket: Socket): boolean {
  return answered.get(socket)?.complete === false;
}

// Of a request whose head has just been read Node does not know yet that it ends there.
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function lingerAtTheEnd(socket: Socket): void {
  const closeAtOnce = socket.destroySoon.bind(socket);
  // Node calls this behind an answer that is the connection's last.
  socket.destroySoon = () => {
    const request = answered.get(socket);
    if (request === undefined || request.complete || socket.destroyed) return closeAtOnce();
    request.resume();
    socket.end();
    const timer = setTimeout(() => socket.destroy(), LINGER).unref();
    socket.once('close', () => clearTimeout(timer));
  };
}
