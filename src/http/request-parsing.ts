import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readFormBody } from './form-body';
import { type RouteOfRequest, takesFormLists } from './form-lists';
import { readJsonBody } from './json-body';

const READERS = {
  'application/json': readJsonBody,
  'application/x-www-form-urlencoded': (bytes, request) => readFormBody(bytes, takesFormLists(request)),
} as const satisfies Record<string, (bytes: Buffer, request: RouteOfRequest) => unknown>;

/** Bodies are JSON or a form, read strictly; anything else is a media type we do not take. */
export function parseBodies(app: NestFastifyApplication): void {
  app.getHttpAdapter().getInstance().removeAllContentTypeParsers();
  for (const [mediaType, read] of Object.entries(READERS)) {
    app.useBodyParser(mediaType, {}, (request, body, done) => settle(done, () => read(body as Buffer, request)));
  }
}

function settle(done: (error: Error | null, body?: unknown) => void, read: () => unknown): void {
  try {
    done(null, read());
  } catch (error) {
    done(error as Error);
  }
}
