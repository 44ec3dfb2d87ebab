import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AttemptLimits } from './attempt-limits';
import { Cooldown } from './cooldown.entity';
import { Cooldowns } from './cooldowns';
import { LimitsRedis } from './limits-redis';
import { NetworkBudgets } from './network-budgets';
import { SharedAttempts } from './shared-attempts';
import { Sharing } from './sharing';

@Module({
  imports: [TypeOrmModule.forFeature([Cooldown])],
  providers: [LimitsRedis, Cooldowns, SharedAttempts, AttemptLimits, NetworkBudgets, Sharing],
  exports: [Cooldowns, AttemptLimits, NetworkBudgets, Sharing],
})
export class LimitsModule {}
