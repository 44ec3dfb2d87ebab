import type { FastifyInstance, onSendHookHandler, preHandlerHookHandler } from 'fastify';

interface KeptAnswer {
  readonly type: string;
  readonly bytes: Buffer;
}

/**
 * Keeps what some routes answer, which is long and always the same: it is made once, and as bytes that all connections share. A text
 * would be copied for each connection whose client is slow to read, and ten thousand of them hold four gigabytes.
 */
export function keepAnswers(fastify: FastifyInstance, isKept: (url: string) => boolean): void {
  const answers = new Map<string, KeptAnswer>();
  fastify.addHook('onRoute', (route) => {
    if (!isKept(route.url)) return;
    const give: preHandlerHookHandler = (_request, reply, done) => {
      const kept = answers.get(route.url);
      if (kept === undefined) done();
      else void reply.type(kept.type).send(kept.bytes);
    };
    const keep: onSendHookHandler<unknown> = (_request, reply, payload, done) => {
      if (typeof payload !== 'string' || reply.statusCode !== 200) return done(null, payload);
      const kept = { type: String(reply.getHeader('content-type')), bytes: Buffer.from(payload) };
      answers.set(route.url, kept);
      done(null, kept.bytes);
    };
    route.preHandler = [give, ...[route.preHandler ?? []].flat()];
    route.onSend = [keep, ...[route.onSend ?? []].flat()];
  });
}
