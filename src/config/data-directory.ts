import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Where a data directory has its embedded database. */
export function clusterDirectory(dataDir: string): string {
  return join(dataDir, 'postgres');
}

/**
 * Whether there is anything in the directory of the embedded database. `initdb` works beside it and renames, so what is there is whole. One
 * that cannot be come to is none: whoever goes on to use the data directory is told why they cannot.
 */
export function hasCluster(directory: string): boolean {
  return isThere(directory) && (!isReadable(directory) || readdirSync(directory).length > 0);
}

function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

function isReadable(directory: string): boolean {
  try {
    accessSync(directory, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
