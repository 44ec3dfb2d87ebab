import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failures } from './failures';
import { toDomainError } from './to-domain-error';

/** The only exception filter: whatever was thrown becomes an error of the catalogue, and the answer that the request's API has for it. */
@Catch()
@Injectable()
export class DomainExceptionFilter implements ExceptionFilter {
  constructor(private readonly failures: Failures) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.failures.answer(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), toDomainError(thrown));
  }
}
