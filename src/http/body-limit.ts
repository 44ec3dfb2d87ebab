import { RouteConfig } from '@nestjs/platform-fastify';

/** Bytes of a body on routes that say nothing else. */
export const BODY_LIMIT = 16_384;

/** Bytes of a body that may carry a picture of 256 KiB as text, with room for its JSON escapes and the other fields. */
export const AVATAR_BODY_LIMIT = 2 * 262_144 + BODY_LIMIT;

/** A route whose body may be larger than usual. */
export const BodyLimit = (bytes: number) => RouteConfig({ bodyLimit: bytes });
