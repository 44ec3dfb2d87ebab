import { applyDecorators, type CanActivate, type ExecutionContext, Injectable, SetMetadata, UseGuards } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { bearerToken } from '../http/api';
import { ROUTE_ACCESS, type RouteAccess } from '../http/public';
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

/** Only holders of a service key may call this route; nobody's session is asked for. */
export const ByServiceKey = () =>
  applyDecorators(SetMetadata(ROUTE_ACCESS, 'public' satisfies RouteAccess), UseGuards(ServiceKeyGuard), ApiBearerAuth('serviceKey'));
