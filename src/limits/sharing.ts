import { Injectable } from '@nestjs/common';
import { LimitsRedis } from './limits-redis';
import { NetworkBudgets } from './network-budgets';
import { SharedAttempts } from './shared-attempts';

/**
 * Whether limits hold for all instances together. A Redis may answer and yet refuse to count, since it is a replica, full,
 * cannot save, is one of a cluster, or lets this user do less; so it is tried, by what the counting itself does.
 */
@Injectable()
export class Sharing {
  constructor(
    private readonly redis: LimitsRedis,
    private readonly attempts: SharedAttempts,
    private readonly budgets: NetworkBudgets,
  ) {}

  /** Whether there is a Redis to share by. */
  get isWanted(): boolean {
    return this.redis.isUsed;
  }

  /** Whether counting there works now; also true where there is none. Answers within a third of a second. */
  async works(): Promise<boolean> {
    if (!this.isWanted) return true;
    const tried = await Promise.all([this.attempts.tryRedis(), this.budgets.tryRedis()]);
    return tried.every(Boolean);
  }
}
