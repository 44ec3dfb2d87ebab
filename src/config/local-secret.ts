import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../errors/operator-error';

/**
 * The key of a program in local mode: made once, kept in the data directory with mode 0600. Two programs that start
 * at once agree, since only one of them can create the file.
 * @throws OperatorError where the directory cannot be written, or the file is damaged
 */
export function makeLocalSecret(dataDir: string): Buffer {
  const file = join(dataDir, 'secret.key');
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
export function findLocalSecret(dataDir: string): Buffer | null {
  const file = join(dataDir, 'secret.key');
  return existsSync(file) ? readSecret(file) : null;
}

function readSecret(file: string): Buffer {
  const secret = Buffer.from(readFileSync(file, 'utf8'), 'base64');
  if (secret.length !== 32) throw new OperatorError(`${file} is damaged: it must hold 32 bytes as base64`);
  return secret;
}
