import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** Started from a checkout, Latchkey is a program on somebody's own machine, unless the environment or `.env` says otherwise. */
export function preferLocalMode() {
  const settings = { ...(existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}), ...process.env };
  if (settings.NODE_ENV !== 'production' && !settings.LATCHKEY_LOCAL?.trim()) process.env.LATCHKEY_LOCAL = '1';
}
