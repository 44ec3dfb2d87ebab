import { pino } from 'pino';
import { LineBuffer } from './line-buffer';

/** Bytes that may wait for a reader of the log who is too slow; what is beyond is dropped rather than the program ended. */
const MAX_WAITING = 16 * 1024 * 1024;

/**
 * The standard output, written without ever keeping a request waiting. What is on its way is written before the program
 * ends, by itself or by an error that nobody caught; only `kill -9` loses the last tenth of a second of request lines.
 */
export function standardOutput(): LineBuffer {
  const output = new LineBuffer(pino.destination({ sync: false, maxLength: MAX_WAITING }));
  // Before pino's own listener, which closes the destination.
  process.prependListener('beforeExit', () => output.flush());
  process.on('exit', () => output.flushSync());
  return output;
}
