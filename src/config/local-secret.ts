import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The key of a program in local mode: made once, kept in the data directory with mode 0600. Two programs that start
 * at once agree, since only one of them can create the file.
 */
export function localSecret(dataDir: string): Buffer {
  const file = join(dataDir, 'secret.key');
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const secret = Buffer.from(readFileSync(file, 'utf8'), 'base64');
  if (secret.length !== 32) throw new Error(`${file} is damaged: it must hold 32 bytes as base64`);
  return secret;
}
