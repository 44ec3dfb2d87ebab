import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/config';
import { DomainError } from '../errors/domain-error';
import { bearerToken } from '../http/api';
import { isFromThisMachine } from '../http/local-request';

/** Lets in who presents `METRICS_TOKEN`; where there is none, whoever sits on this machine. For all others nothing is there. */
@Injectable()
export class MetricsGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  /** @throws DomainError token_missing, token_invalid; route_not_found where no token could help */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { metricsToken } = this.config;
    if (metricsToken === null) {
      if (!isFromThisMachine(request)) throw new DomainError('route_not_found');
      return true;
    }
    const presented = bearerToken(request);
    if (presented === null) throw new DomainError('token_missing');
    if (!timingSafeEqual(digest(presented), digest(metricsToken))) throw new DomainError('token_invalid');
    return true;
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
