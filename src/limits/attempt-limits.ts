import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Config } from '../config/config';
import { DomainError } from '../errors/domain-error';
import { networkOf } from './network';

/** Failures of one identifier, known or not, in the lock's time. */
const IDENTIFIER = { points: 10, duration: 900, keyPrefix: 'identifier' };
/** Failures of one network in a minute. */
const NETWORK = { points: 300, duration: 60, keyPrefix: 'network' };

/**
 * The budget of failed attempts to prove a password, one for all five APIs. A point is taken before the attempt and
 * given back on success, so that parallel guesses never exceed the budget.
 */
@Injectable()
export class AttemptLimits {
  private readonly byIdentifier = new RateLimiterMemory(IDENTIFIER);
  private readonly byNetwork = new RateLimiterMemory(NETWORK);

  constructor(private readonly config: Config) {}

  /**
   * Runs an attempt within the budget. Only `bad_credentials` and `wrong_password` count as failures.
   * @param identifier in comparable form
   * @throws DomainError too_many_requests, and whatever the attempt throws
   */
  async guard<T>(identifier: string, ip: string | null, attempt: () => Promise<T>): Promise<T> {
    if (!this.config.throttle) return attempt();
    const network = networkOf(ip ?? 'unknown');
    await take(this.byNetwork, network);
    await take(this.byIdentifier, identifier);
    try {
      const result = await attempt();
      await Promise.all([this.byIdentifier.delete(identifier), this.byNetwork.reward(network)]);
      return result;
    } catch (error) {
      if (!isFailedProof(error)) await Promise.all([this.byIdentifier.reward(identifier), this.byNetwork.reward(network)]);
      throw error;
    }
  }
}

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new DomainError('too_many_requests', { retryAfter: refusal.msBeforeNext / 1000 });
  }
}

function isFailedProof(error: unknown): boolean {
  return error instanceof DomainError && (error.code === 'bad_credentials' || error.code === 'wrong_password');
}
