/** Seconds before the second, third … try; then always the last one. */
const PAUSES = [2, 5, 15, 30, 60, 120, 300, 600, 900] as const;
/** So that mails which failed together are not all tried together. */
const SPREAD = 0.2;

/**
 * Seconds until the next try.
 * @param attempts tries so far, at least one
 * @param chance from 0 to 1
 */
export function pauseAfter(attempts: number, chance: number): number {
  const pause = PAUSES[Math.min(attempts, PAUSES.length) - 1] ?? PAUSES[0];
  return pause * (1 + SPREAD * (2 * chance - 1));
}
