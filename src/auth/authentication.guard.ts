import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error';
import { ApiRegistry } from '../http/api-registry';
import { ROUTE_ACCESS, ROUTE_SCOPES, type RouteAccess } from '../http/public';
import { VerifiedTokens } from '../tokens/verified-tokens';
import { Authenticator } from './authenticator';
import { BearerGuard } from './bearer.guard';

/** The global guard: every route needs a living session unless it is marked otherwise. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly bearer: BearerGuard,
    private readonly apis: ApiRegistry,
    private readonly verified: VerifiedTokens,
    private readonly authenticator: Authenticator,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    const access = this.reflector.getAllAndOverride<RouteAccess | undefined>(ROUTE_ACCESS, targets) ?? 'guarded';
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (access === 'public' || !(await this.authenticate(context, request, access))) return true;
    const needed = this.reflector.getAllAndOverride<string[] | undefined>(ROUTE_SCOPES, targets) ?? [];
    if (needed.some((scope) => !request.authentication?.scopes.includes(scope))) throw new DomainError('insufficient_scope');
    return true;
  }

  /** False where there is no token and none is needed. A token that was verified before goes past passport. */
  private async authenticate(context: ExecutionContext, request: FastifyRequest, access: RouteAccess): Promise<boolean> {
    const api = this.apis.of(request);
    const raw = api.readToken(request);
    if (raw === null && access === 'optional') return false;
    const claims = raw === null ? undefined : this.verified.get(raw);
    if (claims === undefined) await this.bearer.canActivate(context);
    else request.authentication = await this.authenticator.authenticate(claims, api);
    return true;
  }
}
