import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { Config } from '../config/config';
import { derivedKeys } from '../config/derived-keys';
import { DomainError } from '../errors/domain-error';
import { RequestContext } from '../log/request-context';
import { Tally } from '../log/tally';
import { LimitsRedis } from './limits-redis';
import { networkOf } from './network';
import { answerOf } from './redis-answer';

/** What costs a hash, a row or somebody a mail, and so is not to be had without end; each for itself, by network. */
export type Costly = 'sign-up' | 'mail';

/** Far more than an office behind one address needs, far less than a flood. */
const QUOTA = 300;
/** Seconds. */
const WINDOW = 60;

/** How often a network may register, and ask for mails to whatever address, in a minute. */
@Injectable()
export class NetworkBudgets {
  /** What was refused, by the limit's name. */
  readonly refusals = new Tally<Costly>();
  private readonly limiters = new Map<Costly, RateLimiterAbstract>();
  private readonly key: Buffer;

  constructor(
    private readonly redis: LimitsRedis,
    private readonly config: Config,
    private readonly context: RequestContext,
  ) {
    [this.key] = derivedKeys(config.secrets, 'networkBudgets');
  }

  /**
   * Takes one from the budget of the caller's network; callers whose address is not known share one. Work that nobody asks
   * for by HTTP has no budget.
   * @throws DomainError too_many_requests
   */
  async take(costly: Costly): Promise<void> {
    const request = this.context.current();
    if (!this.config.throttle || request === null) return;
    try {
      await this.limiterOf(costly).consume(this.keyOf(request.ip));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      this.refusals.add(costly);
      throw new DomainError('too_many_requests', { retryAfter: refusal.msBeforeNext / 1000, limit: { name: costly, quota: QUOTA, window: WINDOW } });
    }
  }

  /** Whether Redis counts now: found out by a budget of nobody's, which is gone at once. */
  async tryRedis(): Promise<boolean> {
    if (this.redis.client === null) return false;
    const nobody = randomBytes(9).toString('base64url');
    const limiter = new RateLimiterRedis({ keyPrefix: 'latchkey:probe', points: 1, duration: 1, storeClient: this.redis.client });
    const tried = limiter.consume(nobody).then(() => limiter.delete(nobody));
    return answerOf(tried).catch(() => false);
  }

  private limiterOf(costly: Costly): RateLimiterAbstract {
    const made = this.limiters.get(costly) ?? this.make(`latchkey:${costly}`);
    this.limiters.set(costly, made);
    return made;
  }

  // Without an answer of Redis the process counts by itself.
  private make(keyPrefix: string): RateLimiterAbstract {
    const options = { keyPrefix, points: QUOTA, duration: WINDOW };
    const own = new RateLimiterMemory(options);
    return this.redis.client === null ? own : new RateLimiterRedis({ ...options, storeClient: this.redis.client, insuranceLimiter: own });
  }

  private keyOf(ip: string | null): string {
    return createHmac('sha256', this.key).update(networkOf(ip)).digest('base64url').slice(0, 22);
  }
}
