import type { FastifyInstance, FastifyRequest, onSendHookHandler, preHandlerHookHandler } from 'fastify';
import type { ApiRegistry } from '../http/api-registry';
import { traceIdOf } from '../http/request-id';
import { requestOrigin } from '../http/request-origin';
import type { RequestContext, RequestFacts } from '../log/request-context';

const READS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
const LANGUAGE_MAX = 256;

/** Lets everything that a request other than a read causes know who asked. After the body has come: its events lose the context. */
export function enterRequestContext(fastify: FastifyInstance, apis: ApiRegistry, context: RequestContext): void {
  const leaving = new WeakMap<FastifyRequest, () => void>();
  const enter: preHandlerHookHandler = (request, _reply, done) => {
    leaving.set(request, context.enter(factsOf(request, apis), done));
  };
  // When there is an answer, not when the connection closes: who hangs up at once must not work unnamed.
  const leave: onSendHookHandler = (request, _reply, payload, done) => {
    leaving.get(request)?.();
    leaving.delete(request);
    done(null, payload);
  };
  fastify.addHook('onRoute', (route) => {
    if ([route.method].flat().every((method) => READS.includes(method))) return;
    route.preHandler = [enter, ...[route.preHandler ?? []].flat()];
    route.onSend = [...[route.onSend ?? []].flat(), leave];
  });
}

function factsOf(request: FastifyRequest, apis: ApiRegistry): RequestFacts {
  const { 'accept-language': acceptLanguage, traceparent } = request.headers;
  return {
    id: request.id,
    api: apis.of(request).name,
    ...requestOrigin(request),
    acceptLanguage: acceptLanguage?.slice(0, LANGUAGE_MAX) ?? null,
    traceparent: typeof traceparent === 'string' && traceIdOf(traceparent) !== null ? traceparent : null,
  };
}
