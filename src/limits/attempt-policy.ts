const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What failed attempts are counted by: the name that is tried, the caller's network, and both together. */
export const SUBJECTS = ['identifier', 'pair', 'network'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** How many failures are let pass, and what follows. All times are milliseconds. */
export interface AttemptPolicy {
  readonly budget: number;
  /** Failures are counted in windows of this length; 0: they are counted until they are forgotten or cleared. */
  readonly window: number;
  /** The pause after the last failure of the budget, what it is multiplied by with each further one, and its limit. */
  readonly pause: number;
  readonly factor: number;
  readonly longest: number;
  /** After which quiet time failures are forgotten: while the budget lasts, and once it is spent. */
  readonly memory: number;
  readonly longMemory: number;
  /** Whether the right password clears it. */
  readonly cleared: boolean;
}

const LONGEST_PAUSE = 15 * MINUTE;

/**
 * The network that does the guessing waits longer than anybody else who tries the same name: so a guesser can keep a
 * person out for half a minute, and then keeps only himself out.
 */
export const ATTEMPT_POLICIES: Readonly<Record<Subject, AttemptPolicy>> = {
  identifier: { budget: 10, window: 0, pause: 30 * SECOND, factor: 2, longest: LONGEST_PAUSE, memory: HOUR, longMemory: 24 * HOUR, cleared: true },
  pair: { budget: 10, window: 0, pause: MINUTE, factor: 4, longest: LONGEST_PAUSE, memory: HOUR, longMemory: 24 * HOUR, cleared: true },
  network: { budget: 300, window: MINUTE, pause: 0, factor: 1, longest: MINUTE, memory: MINUTE, longMemory: MINUTE, cleared: false },
};

/** What is kept of a subject. Times are milliseconds since the epoch. */
export interface Standing {
  failures: number;
  lockedUntil: number;
  forgetAt: number;
  /** Attempts under way: each may become a failure, so each takes its place in the budget. */
  held: number;
}

/** How an attempt ended: `neutral` says nothing of the password, as when the service was too busy. */
export type AttemptOutcome = 'success' | 'failure' | 'neutral';

export const fresh = (): Standing => ({ failures: 0, lockedUntil: 0, forgetAt: 0, held: 0 });

/** Whether one more attempt may begin: yes, not until this moment, or not before one of those under way has ended. */
export function look(standing: Standing, policy: AttemptPolicy, now: number): 'free' | 'busy' | { lockedUntil: number } {
  const { failures, lockedUntil } = standing.forgetAt <= now ? fresh() : standing;
  if (lockedUntil > now) return { lockedUntil };
  // After a pause one attempt at a time.
  return standing.held < Math.max(1, policy.budget - failures) ? 'free' : 'busy';
}

/** Puts down how an attempt ended. redis-scripts.ts does the same in Redis, and one test holds both to it. */
export function settle(standing: Standing, policy: AttemptPolicy, outcome: AttemptOutcome, now: number): void {
  standing.held = Math.max(0, standing.held - 1);
  if (outcome === 'neutral' || (outcome === 'success' && !policy.cleared)) return;
  if (outcome === 'success' || standing.forgetAt <= now) Object.assign(standing, { failures: 0, lockedUntil: 0, forgetAt: 0 });
  if (outcome === 'success') return;
  standing.failures += 1;
  const spent = standing.failures - policy.budget;
  if (policy.window > 0) {
    if (standing.failures === 1) standing.forgetAt = now + policy.window;
    if (spent >= 0) standing.lockedUntil = standing.forgetAt;
    return;
  }
  if (spent >= 0) standing.lockedUntil = now + Math.min(policy.longest, policy.pause * policy.factor ** spent);
  standing.forgetAt = Math.max(now, standing.lockedUntil) + (spent >= 0 ? policy.longMemory : policy.memory);
}
