import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify';
import { Clock } from '../clock/clock';
import type { Config, RequestLogMode } from '../config/config';
import { ApiRegistry } from '../http/api-registry';
import { addressOf } from '../http/client-address';
import { Log } from '../log/log';
import type { RouteFacts } from '../log/request-log';
import { RequestStatistics } from '../metrics/request-statistics';

const READS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
/** Stands for every path that is no route: a path itself may hold a token, and there are infinitely many. */
const NO_ROUTE = '(none)';

/** Counts every request, writes a line about it, and answers with its id. Once the answer is made: how long its reader takes is not ours. */
export function observeRequests(app: NestFastifyApplication, config: Config): void {
  const fastify = app.getHttpAdapter().getInstance();
  const apis = app.get(ApiRegistry);
  const clock = app.get(Clock);
  const log = app.get(Log);
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
  const statistics = app.get(RequestStatistics);
  const observerOf = (facts: RouteFacts) => observer({ log, statistics, clock, mode: config.logRequests }, facts);
  observeRoutes(fastify, (method, route) => observerOf({ api: apis.of({ url: route }).name, method, route }));
  const observeUnrouted: Observer = (request, reply) => observerOf({ api: apis.of(request).name, method: request.method, route: NO_ROUTE })(request, reply);
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (request.is404) observeUnrouted(request, reply);
    done(null, payload);
  });
  fastify.decorate('unroutedAnswer', (request, reply) => {
    request.startedAt = clock.monotonic();
    observeUnrouted(request, reply);
  });
}

type Observer = (request: FastifyRequest, reply: FastifyReply) => void;

// A hook for each route: to ask a request for its route costs more than to write the line.
function observeRoutes(fastify: FastifyInstance, observerOf: (method: string, route: string) => Observer): void {
  fastify.addHook('onRoute', (route) => {
    const observe = observerOf([route.method].flat().join(' '), route.url);
    const hook: onSendHookHandler = (request, reply, payload, done) => {
      // A route may say that it is none, as that for preflights does: then it is told of as such.
      if (!request.is404) observe(request, reply);
      done(null, payload);
    };
    route.onSend = [...[route.onSend ?? []].flat(), hook];
  });
}

interface Tools {
  readonly log: Log;
  readonly statistics: RequestStatistics;
  readonly clock: Clock;
  readonly mode: RequestLogMode;
}

function observer({ log, statistics, clock, mode }: Tools, facts: RouteFacts): Observer {
  const write = log.requestsOf(facts);
  const route = statistics.of(facts);
  return (request, { statusCode: status }) => {
    const milliseconds = clock.monotonic() - request.startedAt;
    route.note(status, milliseconds / 1000);
    const { id, faultCode: code, authentication } = request;
    if (mode === 'none' || (mode === 'changes' && status < 400 && code === undefined && READS.includes(request.method))) return;
    const { userId, sessionId } = authentication ?? {};
    write({ id, status, code, milliseconds, ip: addressOf(request), userId, sessionId }, clock.now().getTime());
  };
}
