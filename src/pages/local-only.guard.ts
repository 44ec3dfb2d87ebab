import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/config';
import { DomainError } from '../errors/domain-error';
import { isLocalRequest } from '../http/local-request';

/** For routes that are there for the developer at this machine alone; to everybody else they don't exist. */
@Injectable()
export class LocalOnlyGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  /** @throws DomainError route_not_found */
  canActivate(context: ExecutionContext): boolean {
    if (isLocalRequest(context.switchToHttp().getRequest<FastifyRequest>(), this.config)) return true;
    throw new DomainError('route_not_found');
  }
}
