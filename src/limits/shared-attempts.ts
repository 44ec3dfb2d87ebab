import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Log } from '../log/log';
import type { AttemptOutcome } from './attempt-policy';
import type { Admission, AttemptKeys, AttemptStore } from './attempt-store';
import { LimitsRedis } from './limits-redis';
import { MemoryAttempts } from './memory-attempts';
import { answerOf } from './redis-answer';
import { RedisAttempts } from './redis-attempts';

/** Milliseconds that Redis is left alone after a failure, so that one that hangs does not slow every sign-in. */
const PAUSE = 1_000;

/**
 * Counts in Redis where there is one, else in this process. What Redis learns is noted here too: when it goes away, the
 * instance goes on with what it has seen itself, and never without a limit.
 */
@Injectable()
export class SharedAttempts implements AttemptStore {
  private readonly own = new MemoryAttempts();
  private shared: RedisAttempts | null = null;
  private pausedUntil = 0;
  private alone = false;

  constructor(
    private readonly redis: LimitsRedis,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async admit(keys: AttemptKeys, now: number): Promise<Admission> {
    const admission = await this.inRedis((redis) => redis.admit(keys, now));
    if (admission === null) return this.own.admit(keys, now);
    if (admission.kind !== 'admitted') return admission;
    const settle = async (outcome: AttemptOutcome, at: number) => {
      this.own.note(keys, outcome, at);
      await this.inRedis(() => admission.settle(outcome, at).then(() => true));
    };
    return { kind: 'admitted', settle };
  }

  async forgive(keys: Pick<AttemptKeys, 'identifier' | 'pair'>): Promise<void> {
    await Promise.all([this.own.forgive(keys), this.inRedis((redis) => redis.forgive(keys).then(() => true))]);
  }

  /** Whether Redis counts now: found out by an attempt of nobody, which leaves nothing behind. */
  async tryRedis(): Promise<boolean> {
    const nobody = `probe:${randomBytes(9).toString('base64url')}`;
    const keys = { identifier: nobody, pair: `${nobody}:pair`, network: `${nobody}:network` };
    const tried = this.inRedis(async (redis) => {
      const admission = await redis.admit(keys, this.now());
      if (admission.kind === 'admitted') await admission.settle('neutral', this.now());
      return true;
    });
    return (await tried) === true;
  }

  private now(): number {
    return this.clock.now().getTime();
  }

  private async inRedis<T>(ask: (redis: RedisAttempts) => Promise<T>): Promise<T | null> {
    const { client } = this.redis;
    if (client === null || this.clock.monotonic() < this.pausedUntil) return null;
    this.shared ??= new RedisAttempts(client);
    try {
      const answer = await answerOf(ask(this.shared));
      if (this.alone) this.log.event('limits_shared');
      this.alone = false;
      return answer;
    } catch (error) {
      this.pausedUntil = this.clock.monotonic() + PAUSE;
      if (!this.alone) this.log.failure('limits_alone', error);
      this.alone = true;
      return null;
    }
  }
}
