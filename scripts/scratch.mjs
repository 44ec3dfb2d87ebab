import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const IN_MEMORY = '/dev/shm';
/** Bytes: the tests' databases take some hundred megabytes, their server's log as much. */
const ENOUGH = 2 ** 31;

/**
 * Where tests keep what need not outlive them: in memory, where there is room. Every test application has a database of its own,
 * which is three hundred files to make and to remove: on a disk half a second of a processor, in memory a tenth of that.
 */
export function scratchRoot() {
  try {
    accessSync(IN_MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    if (bavail * bsize >= ENOUGH) return IN_MEMORY;
  } catch {
    // no such thing here
  }
  return tmpdir();
}
