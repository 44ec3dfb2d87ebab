import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { bearerToken } from '../http/api';
import { ServiceKeysService } from './service-keys.service';

/** For the operator's own programs: a service key as the bearer token. */
@Injectable()
export class ServiceKeyGuard implements CanActivate {
  constructor(private readonly serviceKeys: ServiceKeysService) {}

  /** @throws DomainError service_key_required */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    await this.serviceKeys.require(bearerToken(context.switchToHttp().getRequest<FastifyRequest>()));
    return true;
  }
}
