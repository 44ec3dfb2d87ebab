import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version in package.json, which stands at another depth above the sources than above what is built. */
export function programVersion(directory = __dirname): string {
  const file = join(directory, 'package.json');
  if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  return dirname(directory) === directory ? 'unknown' : programVersion(dirname(directory));
}
