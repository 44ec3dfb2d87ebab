import type { LRUCache } from 'lru-cache';
import { boundedCache } from '../database/bounded-cache';
import { ATTEMPT_POLICIES, type AttemptOutcome, fresh, look, settle, type Standing, type Subject, SUBJECTS } from './attempt-policy';
import type { Admission, AttemptKeys, AttemptStore } from './attempt-store';

/** Names, networks and pairs remembered, each; every one has cost a hash, so pushing one out takes minutes of storm. */
const REMEMBERED = 50_000;

const UNKNOWN: Readonly<Standing> = fresh();

/** Counts of this process alone. */
export class MemoryAttempts implements AttemptStore {
  private readonly standings: Readonly<Record<Subject, LRUCache<string, Standing>>> = {
    identifier: boundedCache(REMEMBERED),
    pair: boundedCache(REMEMBERED),
    network: boundedCache(REMEMBERED),
  };

  admit(keys: AttemptKeys, now: number): Promise<Admission> {
    let refusal: Exclude<Admission, { kind: 'admitted' }> | null = null;
    for (const subject of SUBJECTS) {
      const found = look(this.standings[subject].get(keys[subject]) ?? UNKNOWN, ATTEMPT_POLICIES[subject], now);
      if (found === 'busy') refusal ??= { kind: 'busy', subject };
      if (typeof found !== 'object') continue;
      const milliseconds = found.lockedUntil - now;
      if (refusal?.kind !== 'locked' || milliseconds > refusal.milliseconds) refusal = { kind: 'locked', subject, milliseconds };
    }
    if (refusal !== null) return Promise.resolve(refusal);
    this.hold(keys);
    return Promise.resolve({ kind: 'admitted', settle: (outcome: AttemptOutcome, at: number) => Promise.resolve(this.settle(keys, outcome, at)) });
  }

  /** Puts down the outcome of an attempt that was admitted elsewhere. */
  note(keys: AttemptKeys, outcome: AttemptOutcome, now: number): void {
    this.hold(keys);
    this.settle(keys, outcome, now);
  }

  forgive(keys: Pick<AttemptKeys, 'identifier' | 'pair'>): Promise<void> {
    for (const subject of ['identifier', 'pair'] as const) {
      const standing = this.standings[subject].get(keys[subject]);
      if (standing !== undefined) Object.assign(standing, { ...fresh(), held: standing.held });
    }
    return Promise.resolve();
  }

  private hold(keys: AttemptKeys): void {
    for (const subject of SUBJECTS) {
      const standing = this.standings[subject].get(keys[subject]) ?? fresh();
      standing.held += 1;
      this.standings[subject].set(keys[subject], standing);
    }
  }

  private settle(keys: AttemptKeys, outcome: AttemptOutcome, now: number): void {
    for (const subject of SUBJECTS) {
      const standing = this.standings[subject].get(keys[subject]) ?? fresh();
      settle(standing, ATTEMPT_POLICIES[subject], outcome, now);
      // Most people never fail: nothing is kept of them.
      if (standing.held === 0 && standing.failures === 0) this.standings[subject].delete(keys[subject]);
      else this.standings[subject].set(keys[subject], standing);
    }
  }
}
