import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from './config/config';
import { setUpDocs } from './docs-setup';
import { restyleAnswers } from './http/answer-style';
import { ApiRegistry } from './http/api-registry';
import { BODY_LIMIT } from './http/body-limit';
import { allowOrigins } from './http/cors';
import { parseBodies } from './http/request-parsing';
import { onRouterFault, renderRouterFaults } from './http/router-faults';
import { setSecurityHeaders } from './http/security-headers';
import { validationPipe } from './http/validation.pipe';

/** Milliseconds: a whole request to arrive, a quiet connection to be kept. */
const REQUEST_TIMEOUT = 10_000;
const KEEP_ALIVE_TIMEOUT = 65_000;

/** The HTTP server, before there is an application. */
export function createAdapter(config: Config): FastifyAdapter {
  const { trustProxy } = config.http;
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
    frameworkErrors: onRouterFault,
    trustProxy: trustProxy.length === 0 ? false : [...trustProxy],
    // Tokens in paths are bounded by their own form, not by the router.
    routerOptions: { maxParamLength: 1_000 },
  });
  const fastify = adapter.getInstance();
  setSecurityHeaders(fastify, { secure: config.http.publicUrl.startsWith('https:') });
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
  renderRouterFaults(fastify, apis);
  restyleAnswers(fastify, apis);
  parseBodies(app);
  app.useGlobalPipes(validationPipe);
  allowOrigins(fastify, apis, config);
  setUpDocs(app, config);
}
