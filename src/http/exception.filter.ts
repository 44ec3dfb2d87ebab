import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error';
import { Failures } from './failures';
import { toDomainError } from './to-domain-error';

/** The only exception filter: whatever was thrown becomes an error of the catalogue, and the answer that the request's API has for it. */
@Catch()
@Injectable()
export class DomainExceptionFilter implements ExceptionFilter {
  constructor(private readonly failures: Failures) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    // A caller who hangs up amid the body: by its code the error of the connection could be one of a connection of ours.
    const error = thrown !== null && thrown === request.raw.errored ? new DomainError('malformed_request') : toDomainError(thrown);
    this.failures.answer(request, http.getResponse<FastifyReply>(), error);
  }
}
