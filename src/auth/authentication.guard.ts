import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error';
import type { Api } from '../http/api';
import { clientOf } from '../http/api';
import { ApiRegistry } from '../http/api-registry';
import { ROUTE_ACCESS, ROUTE_SCOPES, type RouteAccess } from '../http/public';
import { VerifiedTokens } from '../tokens/verified-tokens';
import { Authenticator } from './authenticator';
import { BearerGuard } from './bearer.guard';

interface RouteMarks {
  readonly access: RouteAccess;
  readonly needed: readonly string[];
}

/** The global guard: every route needs a living session unless it is marked otherwise. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  private readonly marks = new WeakMap<object, WeakMap<object, RouteMarks>>();

  constructor(
    private readonly reflector: Reflector,
    private readonly bearer: BearerGuard,
    private readonly apis: ApiRegistry,
    private readonly verified: VerifiedTokens,
    private readonly authenticator: Authenticator,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const { access, needed } = this.marksOf(context);
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const api = this.apis.of(request);
    const raw = api.readToken(request);
    if (raw === null && access === 'optional') return true;
    const claims = raw === null ? undefined : this.verified.get(raw);
    const known = claims === undefined ? null : this.authenticator.recall(claims, clientOf(api));
    if (known === null) return this.ask(context, request, api, claims, needed);
    request.authentication = known;
    return requireScopes(request, needed);
  }

  /** A token that was verified before goes past passport. */
  private async ask(context: ExecutionContext, request: FastifyRequest, api: Api, claims: object | undefined, needed: readonly string[]): Promise<boolean> {
    if (claims === undefined) await this.bearer.canActivate(context);
    else request.authentication = await this.authenticator.authenticate(claims, clientOf(api));
    return requireScopes(request, needed);
  }

  // Looked up once for each route: reflection costs more than a token that is known.
  private marksOf(context: ExecutionContext): RouteMarks {
    const handler = context.getHandler();
    const controller = context.getClass();
    const known = this.marks.get(controller)?.get(handler);
    if (known !== undefined) return known;
    const targets = [handler, controller];
    const marks = {
      access: this.reflector.getAllAndOverride<RouteAccess | undefined>(ROUTE_ACCESS, targets) ?? 'guarded',
      needed: this.reflector.getAllAndOverride<string[] | undefined>(ROUTE_SCOPES, targets) ?? [],
    };
    // By both: a controller may inherit a handler and be marked otherwise.
    this.marks.set(controller, (this.marks.get(controller) ?? new WeakMap<object, RouteMarks>()).set(handler, marks));
    return marks;
  }
}

/** @throws DomainError insufficient_scope */
function requireScopes({ authentication }: FastifyRequest, needed: readonly string[]): true {
  if (needed.some((scope) => !authentication?.scopes.includes(scope))) throw new DomainError('insufficient_scope');
  return true;
}
