import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiRegistry } from './api-registry';
import { sendFault } from './send-fault';
import { toDomainError } from './to-domain-error';

/** The only exception filter: asks who owns the request and lets that API render the failure. */
@Catch()
@Injectable()
export class DomainExceptionFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  constructor(private readonly apis: ApiRegistry) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const error = toDomainError(thrown);
    if (error.kind === 'internal' || error.kind === 'overloaded') this.logger.error(error.cause ?? error);
    sendFault(http.getResponse<FastifyReply>(), this.apis.of(request).renderFault(error, request), error);
  }
}
