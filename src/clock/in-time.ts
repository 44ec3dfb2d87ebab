import { setTimeout as delay } from 'node:timers/promises';

/**
 * What some work comes to, or something else where that takes too long; what it comes to later, or fails with then, is nobody's.
 * @param patience milliseconds
 */
export async function inTime<T>(work: Promise<T>, patience: number, otherwise: T): Promise<T> {
  const timer = new AbortController();
  const tooLate = delay(patience, otherwise, { signal: timer.signal });
  tooLate.catch(() => undefined); // the abort below
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    timer.abort();
  }
}
