import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { OperatorError } from '../errors/operator-error';
import type { ProgramRole } from './config';
import { clusterDirectory, hasCluster } from './data-directory';
import type { Environment } from './environment';

/**
 * LATCHKEY_SECRET, or the secret that is kept in the data directory. Beside an embedded database none is
 * made up: it would open nothing, and what a later `keys discard` seals with it the service could not open.
 * @throws OperatorError where there is no secret to be had, saying what to set
 */
export function secretOf({ LATCHKEY_SECRET, DATABASE_URL, DATA_DIR }: Environment, role: ProgramRole): Buffer {
  if (LATCHKEY_SECRET !== undefined) return LATCHKEY_SECRET;
  const dataDir = resolve(DATA_DIR);
  return DATABASE_URL === undefined ? secretOfEmbedded(dataDir, role) : secretBesideUrl(dataDir, role);
}

function secretOfEmbedded(dataDir: string, role: ProgramRole): Buffer {
  // Looked for first: who makes a Latchkey at this moment makes its secret before its database.
  const isFounded = hasCluster(clusterDirectory(dataDir));
  if (!isFounded && role !== 'guest') return makeLocalSecret(dataDir);
  const found = findLocalSecret(dataDir);
  if (found !== null) return found;
  if (!isFounded) throw new OperatorError(`There is no Latchkey in ${dataDir}: set DATABASE_URL or DATA_DIR.`);
  throw new OperatorError(
    `LATCHKEY_SECRET: the Latchkey in ${dataDir} was made with one, and ${secretFile(dataDir)} is not there. ` +
      'Set it as the service had it; what to do without it stands in docs/operations/keys.md.',
  );
}

function secretBesideUrl(dataDir: string, role: ProgramRole): Buffer {
  const secret = role === 'server' ? makeLocalSecret(dataDir) : findLocalSecret(dataDir);
  if (secret !== null) return secret;
  throw new OperatorError(`LATCHKEY_SECRET: is required with DATABASE_URL, as the service has it; ${dataDir} has none. Or set DATA_DIR as the service has it.`);
}

/** The file in which a data directory keeps a secret; null where there is none. */
export function localSecretFile(dataDir: string): string | null {
  const file = secretFile(dataDir);
  return existsSync(file) ? file : null;
}

/** Whether the file holds this secret; one that cannot be read holds none. */
export function holdsSecret(file: string, secret: Buffer): boolean {
  try {
    return readSecret(file).equals(secret);
  } catch {
    return false;
  }
}

function secretFile(dataDir: string): string {
  return join(dataDir, 'secret.key');
}

/**
 * The key of a program in local mode: made once, kept in the data directory with mode 0600. Two programs that start
 * at once agree, since only one of them can create the file.
 * @throws OperatorError where the directory cannot be written, or the file is damaged
 */
function makeLocalSecret(dataDir: string): Buffer {
  const file = secretFile(dataDir);
  try {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') {
      const remedy = 'Set DATA_DIR to a directory of the user that runs Latchkey.';
      throw new OperatorError(`The data directory ${dataDir} cannot be written (${code}). ${remedy}`, { cause: error });
    }
  }
  return readSecret(file);
}

/**
 * The key that a service of this data directory has made; null where there is none.
 * @throws OperatorError where the file is damaged
 */
function findLocalSecret(dataDir: string): Buffer | null {
  const file = localSecretFile(dataDir);
  return file === null ? null : readSecret(file);
}

function readSecret(file: string): Buffer {
  const secret = Buffer.from(readFileSync(file, 'utf8'), 'base64');
  if (secret.length !== 32) throw new OperatorError(`${file} is damaged: it must hold 32 bytes as base64`);
  return secret;
}
