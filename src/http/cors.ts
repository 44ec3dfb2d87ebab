import fastifyCors, { type FastifyCorsOptions } from '@fastify/cors';
import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify';
import type { Config } from '../config/config';
import type { Api } from './api';
import type { ApiRegistry } from './api-registry';

/** Seconds a browser may keep a preflight's answer. */
const PREFLIGHT_MAX_AGE = 600;
const EXPOSED_HEADERS = ['Retry-After', 'X-Request-Id'];

/**
 * Lets web apps call an API from the origins it is for. Who sends no `Origin` is no web app, and gets the headers that do
 * not depend on one: to ask the plugin about each of these requests costs a fifth of a read.
 */
export function allowOrigins(fastify: FastifyInstance, apis: ApiRegistry, config: Config): void {
  const judge = judgeOf(fastify, (request) => corsOf(apis.of(request), config));
  fastify.addHook('onRequest', function (request, reply, done) {
    const { origin, 'access-control-request-method': asked } = request.headers;
    // An OPTIONS that asks for nothing is no preflight (Fetch, 4.8), and no route of ours: it goes on and is not found.
    if (origin !== undefined && (request.method !== 'OPTIONS' || asked !== undefined)) return judge.call(this, request, reply, done);
    if (apis.of(request).anyOrigin) void reply.header('access-control-allow-origin', '*');
    void reply.header('vary', 'Origin').header('access-control-expose-headers', EXPOSED_HEADERS.join(', '));
    done();
  });
}

/** Which web origins may call an API: those of the configuration, or any where the API's clients run anywhere. */
function corsOf(api: Api, config: Config): FastifyCorsOptions {
  const origin = api.anyOrigin ? '*' : [...config.http.corsOrigins];
  return { origin, maxAge: PREFLIGHT_MAX_AGE, exposedHeaders: EXPOSED_HEADERS, methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] };
}

// The plugin adds its hook to the instance it is given; this one keeps the hook, so that it is run only where it is needed.
function judgeOf(fastify: FastifyInstance, optionsOf: (request: FastifyRequest) => FastifyCorsOptions): onRequestHookHandler {
  const hooks: onRequestHookHandler[] = [];
  const keeper: FastifyInstance = new Proxy(fastify, {
    get(target, name) {
      if (name === 'addHook') return (_: string, hook: onRequestHookHandler) => hooks.push(hook);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const delegator = (request: FastifyRequest, decide: (error: null, options: FastifyCorsOptions) => void) => decide(null, optionsOf(request));
  fastifyCors(keeper, { delegator }, () => undefined);
  const [hook] = hooks;
  if (hook === undefined) throw new Error('@fastify/cors has added no hook');
  return hook;
}
