import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { enterRequestContext } from './app/enter-request-context';
import { Clock } from './clock/clock';
import type { Config } from './config/config';
import { observeRequests } from './app/observe-requests';
import { refuseSurplus } from './app/refuse-surplus';
import { HashQueue } from './credentials/hash-queue';
import { setUpDocs } from './docs-setup';
import { restyleAnswers } from './http/answer-style';
import { ApiRegistry } from './http/api-registry';
import { noteArrivals } from './http/arrival';
import { BODY_LIMIT } from './http/body-limit';
import { rememberPeers, trusting } from './http/client-address';
import { clientErrorHandler, refuseMalformedRequests } from './http/client-errors';
import { allowOrigins } from './http/cors';
import { letDrain } from './http/draining';
import { Failures } from './http/failures';
import { parseBodies } from './http/request-parsing';
import { requestId } from './http/request-id';
import { originForm } from './http/request-target';
import { RequestDeadline } from './http/request-deadline';
import { renderRouterFaults, routerFaultHandler } from './http/router-faults';
import { setSecurityHeaders } from './http/security-headers';
import { validationPipe } from './http/validation.pipe';
import { RequestContext } from './log/request-context';

/** Milliseconds: a head to arrive, a whole request (whose body the deadline of requests ends earlier), a quiet connection to be kept. */
const HEAD_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 90_000;
const KEEP_ALIVE_TIMEOUT = 65_000;
/**
 * Milliseconds without a byte either way, while a request is under way, until the connection is cut: longer than any request takes. It
 * is there for who does not read the answer, and as Node grants it once more where a part of it was read, cuts within twice the time.
 */
const CONNECTION_TIMEOUT = 15_000;
/** Milliseconds between two looks for connections whose request is late. */
const CONNECTION_CHECKS = 1_000;
/** Connections at a time; more are closed as they come, before they cost anything. */
const MAX_CONNECTIONS = 10_000;

/** The HTTP server, before there is an application. */
export function createAdapter(config: Config): FastifyAdapter {
  const { trustProxy } = config.http;
  const secure = config.http.publicUrl.startsWith('https:');
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
    connectionTimeout: CONNECTION_TIMEOUT,
    http: { headersTimeout: HEAD_TIMEOUT, connectionsCheckingInterval: CONNECTION_CHECKS, requireHostHeader: false },
    frameworkErrors: routerFaultHandler({ secure }),
    clientErrorHandler: clientErrorHandler({ secure }),
    // What arrives on an open connection while the program stops is answered like any other request.
    return503OnClosing: false,
    genReqId: requestId,
    rewriteUrl: ({ url = '/' }) => originForm(url),
    trustProxy: trustProxy.length === 0 ? false : trusting(trustProxy),
    // Tokens in paths are bounded by their own form, not by the router: no head is as long as this.
    routerOptions: { maxParamLength: 16_384 },
  });
  const fastify = adapter.getInstance();
  letDrain(fastify);
  rememberPeers(fastify);
  fastify.server.maxConnections = MAX_CONNECTIONS;
  // Node drops what comes behind the thousandth header, a proxy's among them, and says nothing. Its 16 KiB for a head stay.
  fastify.server.maxHeadersCount = 0;
  setSecurityHeaders(fastify, { secure });
  fastify.addHook('onRoute', (route) => {
    const limit = (route.config as { bodyLimit?: number } | undefined)?.bodyLimit;
    if (limit !== undefined) route.bodyLimit = limit;
  });
  return adapter;
}

/** What main and the tests share: parsers, pipes, cross-origin rules, docs. */
export function setUpApp(app: NestFastifyApplication, config: Config): void {
  const apis = app.get(ApiRegistry);
  const fastify = app.getHttpAdapter().getInstance();
  const clock = app.get(Clock);
  noteArrivals(fastify, () => clock.monotonic());
  renderRouterFaults(fastify, apis);
  app.get(RequestDeadline).watch(fastify);
  observeRequests(app, config);
  refuseMalformedRequests(fastify);
  refuseSurplus(fastify, app.get(HashQueue), app.get(Failures));
  restyleAnswers(fastify, apis);
  enterRequestContext(fastify, apis, app.get(RequestContext));
  parseBodies(app);
  app.useGlobalPipes(validationPipe);
  allowOrigins(fastify, apis, config);
  setUpDocs(app, config);
}
