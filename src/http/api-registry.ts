import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Api } from './api';
import { nativeApi } from './native-api';

/** Which API a request belongs to, by its path. What no registered API owns is the native one's. */
@Injectable()
export class ApiRegistry {
  private readonly apis: Api[] = [];

  register(api: Api): void {
    this.apis.push(api);
  }

  of(request: Pick<FastifyRequest, 'url'>): Api {
    const path = decodedPath(request.url);
    return this.apis.find((api) => api.owns(path)) ?? nativeApi;
  }

  /** All registered APIs and the native one. */
  all(): readonly Api[] {
    return [...this.apis, nativeApi];
  }
}

/** The path of a URL as the router matches it: decoded, without the query. */
export function decodedPath(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
