import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { DomainError } from '../errors/domain-error';
import { isAnswered } from './lingering-close';
import { problemDetails } from './problem-details';
import { settleHost } from './request-host';
import { constantHeaders } from './security-headers';

/** By the code of Node's error; 400 for whatever its parser does not understand. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
};

/**
 * Answers what is no HTTP, before there is a request: in the native form, since the path may not have come, and with the headers of
 * every answer. The connection ends, for nobody knows where on it the next request would begin.
 */
export function clientErrorHandler(options: { secure: boolean }): (error: NodeJS.ErrnoException, socket: Socket) => void {
  const answers = new Map([400, 408, 413, 431].map((status) => [status, answerOf(status, options)]));
  return (error, socket) => {
    // A request that was answered before it had come has its answer, and its connection's end is on the way.
    if (error.code === 'ECONNRESET' || socket.destroyed || isAnswered(socket)) return;
    if (socket.writable) socket.write(answers.get(STATUS_OF_CODE[error.code ?? ''] ?? 400) ?? '');
    socket.destroy();
  };
}

/** Refuses what Node would refuse with nothing but a status or not at all, where there is a request: then its API says so. */
export function refuseMalformedRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ raw, originalUrl }, _reply, done) => {
    if (settleHost(raw, originalUrl)) done();
    else done(new DomainError('malformed_request'));
  });
  // RFC 9110, 10.1.1: an expectation that a server does not know it may pass over.
  fastify.server.on('checkExpectation', (request, response) => fastify.server.emit('request', request, response));
}

function answerOf(status: number, options: { secure: boolean }): string {
  const title = STATUS_CODES[status] ?? '';
  const body = JSON.stringify({ ...problemDetails(new DomainError('malformed_request')), title, status });
  const headers = [
    ...constantHeaders(options),
    ['content-type', 'application/problem+json; charset=utf-8'],
    ['content-length', String(body.length)],
    ['connection', 'close'],
  ];
  return `HTTP/1.1 ${status} ${title}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}
