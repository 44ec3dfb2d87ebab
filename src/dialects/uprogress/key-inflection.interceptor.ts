import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { inflectionOf, writeKeys } from './key-inflection';

/** Writes the keys of every answer in the style that the client asks for; failures are restyled where they are rendered. */
@Injectable()
export class KeyInflectionInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    return next.handle().pipe(map((body: unknown) => writeKeys(body, inflectionOf(headers))));
  }
}
