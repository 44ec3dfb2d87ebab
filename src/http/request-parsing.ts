import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error';
import { readFormBody } from './form-body';
import { type RouteOfRequest, takesFormLists } from './form-lists';
import { readJsonBody } from './json-body';

const READERS = {
  'application/json': readJsonBody,
  'application/x-www-form-urlencoded': (bytes, request) => readFormBody(bytes, takesFormLists(request)),
} as const satisfies Record<string, (bytes: Buffer, request: RouteOfRequest) => unknown>;

/** What `Content-Encoding` may hold: nothing is unpacked here (RFC 9110, 15.5.16). */
const UNCODED = /^\s*(identity)?\s*$/i;

/** Bodies are JSON or a form, as they are and read strictly; anything else is a media type we do not take. */
export function parseBodies(app: NestFastifyApplication): void {
  app.getHttpAdapter().getInstance().removeAllContentTypeParsers();
  for (const [mediaType, read] of Object.entries(READERS)) {
    app.useBodyParser(mediaType, {}, (request, body, done) => settle(done, () => read(uncoded(request, body as Buffer), request)));
  }
}

/** @throws DomainError unsupported_media_type */
function uncoded({ headers }: Pick<FastifyRequest, 'headers'>, bytes: Buffer): Buffer {
  const codings = headers['content-encoding']?.split(',') ?? [];
  if (bytes.length > 0 && codings.some((coding) => !UNCODED.test(coding))) throw new DomainError('unsupported_media_type');
  return bytes;
}

function settle(done: (error: Error | null, body?: unknown) => void, read: () => unknown): void {
  try {
    done(null, read());
  } catch (error) {
    done(error as Error);
  }
}
