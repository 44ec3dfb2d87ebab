import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ROUTE_ACCESS, type RouteAccess } from '../../src/http/public';

export interface Route {
  readonly method: string;
  /** As declared, with its parameters: `/v2/sessions/:id`. */
  readonly path: string;
  readonly access: RouteAccess;
  /** For people: `SessionsController.end`. */
  readonly handler: string;
}

type Handler = (...args: never[]) => unknown;

/** Every route of every controller that the app has, in the order of their paths. */
export function routesOf(app: NestFastifyApplication): Route[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  const routes = controllers.flatMap(({ metatype }) => (typeof metatype === 'function' ? routesOfController(metatype as Type) : []));
  return routes.sort((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
}

/** The path with something in place of each parameter. */
export function pathWithValues(route: Route): string {
  return route.path.replace(/:\w+/g, '019a9d3c-0000-7000-8000-000000000000');
}

function routesOfController(controller: Type): Route[] {
  const prototype = controller.prototype as Record<string, Handler>;
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => name !== 'constructor' && Reflect.hasMetadata(METHOD_METADATA, prototype[name] as Handler))
    .flatMap((name) => routesOfHandler(controller, prototype[name] as Handler));
}

function routesOfHandler(controller: Type, handler: Handler): Route[] {
  const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
  const access = read<RouteAccess>(ROUTE_ACCESS, handler, controller) ?? 'guarded';
  return pathsOf(controller).flatMap((prefix) =>
    pathsOf(handler).map((path) => ({ method, path: join(prefix, path), access, handler: `${controller.name}.${handler.name}` })),
  );
}

function read<Value>(key: string, handler: Handler, controller: Type): Value | undefined {
  return (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller)) as Value | undefined;
}

function pathsOf(target: Handler | Type): string[] {
  const declared = Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined;
  return [declared ?? '/'].flat();
}

function join(prefix: string, path: string): string {
  return `/${prefix}/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
}
