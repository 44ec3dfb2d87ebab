import type { Config } from '../config/config';
import type { Api } from './api';

/** Seconds a browser may keep a preflight's answer. */
const PREFLIGHT_MAX_AGE = 600;

/** Which web origins may call an API: those of the configuration, or any where the API's clients run anywhere. */
export function corsOf(api: Api, config: Config): { origin: boolean | string | string[]; maxAge: number; exposedHeaders: string[]; methods: string[] } {
  const origin = api.anyOrigin ? '*' : [...config.http.corsOrigins];
  return { origin, maxAge: PREFLIGHT_MAX_AGE, exposedHeaders: ['Retry-After'], methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] };
}
