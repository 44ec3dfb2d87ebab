import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiRegistry } from './api-registry';
import { FaultCounts } from './fault-counts';
import { invitesMore, ParkingLot } from './parking-lot';
import { sendFault } from './send-fault';
import { toDomainError } from './to-domain-error';

/** The only exception filter: asks who owns the request and lets that API render the failure. */
@Catch()
@Injectable()
export class DomainExceptionFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  constructor(
    private readonly apis: ApiRegistry,
    private readonly counts: FaultCounts,
    private readonly parking: ParkingLot,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const error = toDomainError(thrown);
    // That we are busy is no defect of ours: the line of the request tells of it, and a storm must not fill the log.
    const isDefect = error.kind === 'internal' || (error.kind === 'overloaded' && error.cause !== undefined);
    if (isDefect) this.logger.error(error.cause ?? error, { requestId: request.id });
    const api = this.apis.of(request);
    this.counts.add(api.name, error.code);
    const reply = http.getResponse<FastifyReply>();
    const answer = () => sendFault(reply, api.renderFault(error, request), error);
    if (invitesMore(error)) this.parking.park(reply, answer);
    else answer();
  }
}
