import type { Socket } from 'node:net';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, onRequestHookHandler } from 'fastify';
import { DomainError } from '../errors/domain-error';
import { ApiRegistry } from './api-registry';
import { ageOf } from './arrival';
import { FaultCounts } from './fault-counts';
import { sendFault } from './send-fault';
import type { Api } from './api';

/** Milliseconds until a request is answered, one way or the other, and between two looks: within ten seconds in any case. */
const DEADLINE = 9_500;
const LOOK_EVERY = 250;
/** Bytes a second by which a body that may be large has to come; the time to answer it counts from its end. A picture takes a minute so. */
const UPLOAD_RATE = 8_192;
/** Seconds to wait before the next try. */
const RETRY_AFTER = 2;

/** How the body of a request that may have a large one comes. */
interface Upload {
  /** Bytes that had come on the connection before it. */
  readonly bytesBefore: number;
  /** Milliseconds after its head. Null while it comes. */
  cameAfter: number | null;
}

/**
 * Answers 503 to a request that is not done in time; what it does goes on to its end or its rollback. One timer looks at
 * all connections: one for each request would be a good part of what a read from memory costs.
 */
@Injectable()
export class RequestDeadline {
  /** How many had come and were not done in time, by their API. */
  readonly missed = new Map<Api['name'], number>();
  /** What each connection asked for last; null once that is known to be answered, so that nothing is kept for it. */
  private readonly latest = new Map<Socket, FastifyReply | null>();
  /** Not answered yet, and not the latest of a connection: of clients that do not wait for answers, or have gone. */
  private readonly earlier = new Set<FastifyReply>();
  private readonly uploads = new WeakMap<FastifyReply, Upload>();

  constructor(
    private readonly apis: ApiRegistry,
    private readonly counts: FaultCounts,
  ) {}

  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (_, reply, done) => {
      this.note(reply);
      done();
    });
    fastify.addHook('onRoute', (route) => {
      if ((route.config as { bodyLimit?: number } | undefined)?.bodyLimit === undefined) return;
      const expectUpload: onRequestHookHandler = (_, reply, done) => {
        this.noteUpload(reply);
        done();
      };
      route.onRequest = [...[route.onRequest ?? []].flat(), expectUpload];
    });
    const timer = setInterval(() => this.look(), LOOK_EVERY).unref();
    fastify.addHook('onClose', (_, done) => {
      clearInterval(timer);
      done();
    });
  }

  private note(reply: FastifyReply): void {
    const { socket } = reply.request.raw;
    const before = this.latest.get(socket);
    if (before === undefined) socket.once('close', () => this.forget(socket));
    else if (before !== null && !before.sent) this.earlier.add(before);
    this.latest.set(socket, reply);
  }

  private noteUpload(reply: FastifyReply): void {
    const { raw } = reply.request;
    const upload: Upload = { bytesBefore: raw.socket.bytesRead, cameAfter: null };
    this.uploads.set(reply, upload);
    raw.once('end', () => (upload.cameAfter = ageOf(reply.request)));
  }

  private forget(socket: Socket): void {
    const reply = this.latest.get(socket);
    this.latest.delete(socket);
    if (reply && !reply.sent) this.earlier.add(reply);
  }

  private look(): void {
    for (const [socket, reply] of this.latest) {
      if (reply !== null && this.isDone(reply)) this.latest.set(socket, null);
    }
    for (const reply of this.earlier) {
      if (this.isDone(reply)) this.earlier.delete(reply);
    }
  }

  /** Whether a request is answered; one that is too late is refused here. A client that has gone is answered too: that ends the request for the hooks. */
  private isDone(reply: FastifyReply): boolean {
    if (reply.sent) return true;
    const age = ageOf(reply.request);
    if (age < DEADLINE || this.isUnderWay(reply, age)) return false;
    this.refuse(reply);
    return true;
  }

  /** Whether a large body comes as fast as it must, or came so late that there is time left. */
  private isUnderWay(reply: FastifyReply, age: number): boolean {
    const upload = this.uploads.get(reply);
    if (upload === undefined) return false;
    if (upload.cameAfter !== null) return age < upload.cameAfter + DEADLINE;
    return reply.request.raw.socket.bytesRead - upload.bytesBefore >= (UPLOAD_RATE * age) / 1000;
  }

  private refuse(reply: FastifyReply): void {
    if (reply.raw.headersSent) return;
    const error = new DomainError('overloaded', { retryAfter: RETRY_AFTER });
    const api = this.apis.of(reply.request);
    // A body that does not come is its sender's affair: one such connection would look like a database that hangs.
    if (reply.request.raw.complete) {
      this.missed.set(api.name, (this.missed.get(api.name) ?? 0) + 1);
      this.counts.add(api.name, error.code);
    }
    sendFault(reply, api.renderFault(error, reply.request), error);
  }
}
