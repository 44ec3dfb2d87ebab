import { createHmac, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Config } from '../config/config';
import { derivedKeys } from '../config/derived-keys';
import { DomainError } from '../errors/domain-error';
import { RequestContext } from '../log/request-context';
import { Tally } from '../log/tally';
import { ATTEMPT_POLICIES, type AttemptOutcome, type Subject } from './attempt-policy';
import type { AttemptKeys } from './attempt-store';
import { networkOf } from './network';
import { SharedAttempts } from './shared-attempts';
import { Turns } from './turns';

/** Milliseconds an attempt may wait in all, for its turn in the budget and for its turn to be hashed. */
export const SIGN_IN_PATIENCE = 800;
/** Milliseconds after which one who waits looks again, since attempts end on other instances too. */
const LOOK_AGAIN = 100;
/** Attempts that may wait for others on the same name. */
const WAITING_MAX = 500;
/** Seconds to wait for whoever did not get a turn. */
const RETRY_AFTER = 1;

/** The names of the limits in `RateLimit` headers. */
const LIMIT_NAMES: Readonly<Record<Subject, string>> = { identifier: 'account', pair: 'account-from-network', network: 'network' };

/**
 * The budget of failed attempts to prove a password, one for all five APIs and, with Redis, for all instances. Only
 * failures count. An attempt under way may become one, so it holds a place in the budget until it has ended: parallel
 * guesses never exceed it, and whoever comes when all places are taken waits for one instead of being refused.
 */
@Injectable()
export class AttemptLimits {
  /** Attempts that were refused, by the limit's name. */
  readonly refusals = new Tally();
  private readonly turns = new Turns();
  private readonly key: Buffer;

  constructor(
    private readonly store: SharedAttempts,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly context: RequestContext,
  ) {
    [this.key] = derivedKeys(config.secrets, 'attempts');
  }

  /**
   * Runs an attempt within the budget. Only `bad_credentials` and `wrong_password` count as failures.
   * @param identifier in comparable form; empty where nobody is named, for which the caller's network alone is held to account
   * @param attempt is told how many milliseconds it may wait for its hash
   * @throws DomainError too_many_requests, and whatever the attempt throws
   */
  async guard<T>(identifier: string, ip: string | null, attempt: (patience: number) => Promise<T>): Promise<T> {
    if (!this.config.throttle) return attempt(SIGN_IN_PATIENCE);
    // A name that nobody else has: those who name nobody have no name in common, and must not lock each other out.
    const keys = this.keysOf(identifier === '' ? randomUUID() : identifier, networkOf(ip));
    const deadline = this.clock.monotonic() + SIGN_IN_PATIENCE;
    try {
      return await this.settled(await this.admitted(keys, deadline), () => attempt(Math.max(0, deadline - this.clock.monotonic())));
    } finally {
      this.turns.call(keys.identifier);
    }
  }

  /**
   * Forgets the failures of these names: whoever has chosen a new password by a mailed link is the person, and is not to
   * wait for what somebody else did. Failures from the caller's own network are forgotten with them. Takes 0.3 s at most and
   * never fails: without Redis this instance alone forgets.
   * @param identifiers in comparable form
   */
  async forgive(identifiers: readonly string[]): Promise<void> {
    const network = networkOf(this.context.current()?.ip ?? null);
    await Promise.all(identifiers.map((identifier) => this.store.forgive(this.keysOf(identifier, network))));
  }

  private async admitted(keys: AttemptKeys, deadline: number): Promise<(outcome: AttemptOutcome) => Promise<void>> {
    for (;;) {
      const admission = await this.store.admit(keys, this.now());
      if (admission.kind === 'admitted') return (outcome) => admission.settle(outcome, this.now());
      if (admission.kind === 'locked') throw this.refusal(admission.subject, admission.milliseconds / 1000);
      const left = deadline - this.clock.monotonic();
      if (left <= 0 || this.turns.size >= WAITING_MAX) throw this.refusal(admission.subject, RETRY_AFTER);
      await this.turns.wait(keys.identifier, Math.min(left, LOOK_AGAIN));
    }
  }

  private async settled<T>(settle: (outcome: AttemptOutcome) => Promise<void>, attempt: () => Promise<T>): Promise<T> {
    let outcome: AttemptOutcome = 'neutral';
    try {
      const result = await attempt();
      outcome = 'success';
      return result;
    } catch (error) {
      if (isFailedProof(error)) outcome = 'failure';
      throw error;
    } finally {
      await settle(outcome);
    }
  }

  // Under a key of this installation: who reads Redis learns no address, and two installations on one Redis never meet.
  private keysOf(identifier: string, network: string): AttemptKeys {
    const digest = (...parts: string[]) => createHmac('sha256', this.key).update(parts.join('\u0000')).digest('base64url').slice(0, 22);
    return { identifier: digest('identifier', identifier), pair: digest('pair', identifier, network), network: digest('network', network) };
  }

  private refusal(subject: Subject, retryAfter: number): DomainError {
    const { budget, window, memory } = ATTEMPT_POLICIES[subject];
    const name = LIMIT_NAMES[subject];
    this.refusals.add(name);
    return new DomainError('too_many_requests', { retryAfter, limit: { name, quota: budget, window: (window || memory) / 1000 } });
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

function isFailedProof(error: unknown): boolean {
  return error instanceof DomainError && (error.code === 'bad_credentials' || error.code === 'wrong_password');
}
