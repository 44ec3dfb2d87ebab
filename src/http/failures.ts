import { Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DomainError } from '../errors/domain-error';
import { ApiRegistry } from './api-registry';
import { FaultCounts } from './fault-counts';
import { invitesMore, ParkingLot } from './parking-lot';
import { sendFault } from './send-fault';

/** How every failed request is answered: counted, in the envelope of the API that owns it, and later where an answer at once would invite the next. */
@Injectable()
export class Failures {
  private readonly logger = new Logger('http');

  constructor(
    private readonly apis: ApiRegistry,
    private readonly counts: FaultCounts,
    private readonly parking: ParkingLot,
  ) {}

  answer(request: FastifyRequest, reply: FastifyReply, error: DomainError): void {
    // That we are busy is no defect of ours: the line of the request tells of it, and a storm must not fill the log.
    const isDefect = error.kind === 'internal' || (error.kind === 'overloaded' && error.cause !== undefined);
    if (isDefect) this.logger.error(error.cause ?? error, { requestId: request.id });
    // Who was told by the deadline that it takes too long is not told again, nor counted.
    if (reply.sent) return;
    const api = this.apis.of(request);
    this.counts.add(api.name, error.code);
    const answer = () => sendFault(reply, api.renderFault(error, request), error);
    if (invitesMore(error)) this.parking.park(reply, answer);
    else answer();
  }
}
