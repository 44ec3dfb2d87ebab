import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from './config/config';
import { Readiness } from './health/readiness.service';
import { drain } from './http/draining';

/** Milliseconds that requests under way may take once nobody new is let in; the mails under way and the database come after. */
const CUT_AFTER = 6_000;

/**
 * Stops without dropping anybody. First the instance says that it is not ready and closes each connection after its next
 * answer, while it goes on serving; then nobody new is let in and those who are in get their answers; then it ends.
 */
export async function closeGently(app: NestFastifyApplication, config: Config): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  app.get(Readiness, { strict: false }).beginStop();
  fastify.draining.started = true;
  await sleep(config.http.drainSeconds * 1000);
  // Who does not read their answer must not keep everybody else from ending in order.
  const cut = setTimeout(() => fastify.server.closeAllConnections(), CUT_AFTER);
  await drain(fastify, () => app.close());
  clearTimeout(cut);
}
