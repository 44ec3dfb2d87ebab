import type { FastifyReply } from 'fastify';
import type { DomainError } from '../errors/domain-error';
import type { ErrorCode } from '../errors/error-kinds';
import type { Fault } from './api';
import { closeBehindAnswer } from './lingering-close';

declare module 'fastify' {
  interface FastifyRequest {
    /** Why it has failed, for its line in the log. */
    faultCode?: ErrorCode;
  }
}

/** Sends a failure as its API has rendered it. A body that was begun is left alone: nothing can be added to it. */
export function sendFault(reply: FastifyReply, fault: Fault, error: DomainError): void {
  if (reply.sent || reply.raw.headersSent) return;
  reply.request.faultCode = error.code;
  closeBehindAnswer(reply);
  void reply.status(fault.status);
  if (error.retryAfter !== undefined) void reply.header('retry-after', String(Math.max(1, Math.ceil(error.retryAfter))));
  for (const [name, value] of Object.entries(fault.headers ?? {})) void reply.header(name, value);
  void reply.header('content-type', fault.contentType ?? 'application/json; charset=utf-8');
  void reply.send(typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body));
}
