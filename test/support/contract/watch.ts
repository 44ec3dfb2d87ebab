import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ApiRegistry } from '../../../src/http/api-registry';
import { contractFaults } from './answer';

/** What answers of this test file have broken since it was last asked. */
const found: string[] = [];

/** Compares every answer of a server with openapi.json, whatever client asked. */
export function watchAnswers(server: FastifyInstance, apis: ApiRegistry): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    if (payload === null || payload === undefined || typeof payload === 'string' || Buffer.isBuffer(payload)) {
      found.push(...faultsOf(request, reply, String(payload ?? ''), apis));
    }
    done(null, payload);
  });
}

/** The faults found since the last call, each with its request's method and path. */
export function takeContractFaults(): string[] {
  return [...new Set(found.splice(0))];
}

function faultsOf(request: FastifyRequest, reply: FastifyReply, body: string, apis: ApiRegistry): string[] {
  const template = request.is404 ? null : (request.routeOptions.url?.replace(/:(\w+)/g, '{$1}') ?? null);
  const style = request.headers['x-key-inflection'];
  const api = apis.of(request).name;
  const answer = { method: request.method, template, api, status: reply.statusCode, headers: reply.getHeaders(), body };
  const faults = settled(() => contractFaults({ ...answer, keyStyle: typeof style === 'string' ? style : undefined }));
  return faults.map((fault) => `${request.method} ${template ?? request.url.split('?', 1)[0]} ${reply.statusCode}: ${fault}`);
}

/** A check that breaks is a fault too; to throw here would change the answer. */
function settled(check: () => string[]): string[] {
  try {
    return check();
  } catch (error) {
    return [`the check itself failed: ${(error as Error).message}`];
  }
}
