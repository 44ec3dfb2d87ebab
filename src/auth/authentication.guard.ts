import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error';
import { ApiRegistry } from '../http/api-registry';
import { ROUTE_ACCESS, ROUTE_SCOPES, type RouteAccess } from '../http/public';
import { BearerGuard } from './bearer.guard';

/** The global guard: every route needs a living session unless it is marked otherwise. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  private readonly bearer = new BearerGuard();

  constructor(
    private readonly reflector: Reflector,
    private readonly apis: ApiRegistry,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    const access = this.reflector.getAllAndOverride<RouteAccess | undefined>(ROUTE_ACCESS, targets) ?? 'guarded';
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (access === 'public' || (access === 'optional' && this.apis.of(request).readToken(request) === null)) return true;
    await this.bearer.canActivate(context);
    const needed = this.reflector.getAllAndOverride<string[] | undefined>(ROUTE_SCOPES, targets) ?? [];
    if (needed.some((scope) => !request.authentication?.scopes.includes(scope))) throw new DomainError('insufficient_scope');
    return true;
  }
}
