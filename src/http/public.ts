import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';

export type RouteAccess = 'public' | 'optional' | 'guarded';

export const ROUTE_ACCESS = 'latchkey:access';
export const ROUTE_SCOPES = 'latchkey:scopes';

/** Anybody may call this route; a token that comes along is not looked at. Every other route is guarded. */
export const Public = () => applyDecorators(SetMetadata(ROUTE_ACCESS, 'public' satisfies RouteAccess), ApiSecurity({}));

/** Anybody may call this route; who presents a token is known by it, and a bad token is refused. */
export const OptionalSession = () => applyDecorators(SetMetadata(ROUTE_ACCESS, 'optional' satisfies RouteAccess), ApiSecurity({}));

/** Only a session that holds all these scopes may call this route. */
export const Scopes = (...scopes: string[]) => SetMetadata(ROUTE_SCOPES, scopes);
