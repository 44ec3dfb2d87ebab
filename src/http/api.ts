import type { FastifyRequest } from 'fastify';
import type { ApiName } from '../config/config';
import type { DomainError } from '../errors/domain-error';

/** A failure as one API shows it. `body` is sent as JSON unless it is a string with its own `contentType`. */
export interface Fault {
  readonly status: number;
  readonly body: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the global guard and the exception filter must know of an API: the native one, a dialect, or the HTML pages. */
export interface Api {
  readonly name: ApiName | 'pages';
  /** Whether the path (decoded, without query) is this API's, also where no route exists there. */
  owns(path: string): boolean;
  /** The access token of a request, from wherever this API's clients put it; null where there is none. */
  readToken(request: FastifyRequest): string | null;
  /** Web apps from every origin may call it; else only those of `CORS_ORIGINS`. */
  readonly anyOrigin?: boolean;
  /** An answer as this request's client wants it written; failures are restyled where they are rendered. */
  readonly restyle?: (body: unknown, request: FaultRequest) => unknown;
  /** Every failure in this API's own envelope. */
  renderFault(error: DomainError, request: FaultRequest): Fault;
}

/** What the rendering of an answer may depend on. */
export type FaultRequest = Pick<FastifyRequest, 'url' | 'headers'> & { readonly method?: string };

/** Whose tokens an API takes: the pages' are the native ones. */
export function clientOf({ name }: Pick<Api, 'name'>): ApiName {
  return name === 'pages' ? 'native' : name;
}

/** Whether `path` is `prefix` itself or lies below it. */
export function isBelow(prefix: string, path: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

/** `Authorization: Bearer <token>` (RFC 6750, the scheme's name in any case); null where there is none. */
export function bearerToken(request: FastifyRequest): string | null {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}
