import { RouteConfig } from '@nestjs/platform-fastify';

/** Marks a route that proves a password: while as many are proved as can be, it refuses more before it reads their bodies. */
export const ProvesPassword = () => RouteConfig({ provesPassword: true });
