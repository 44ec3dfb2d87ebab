import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AttemptLimits } from './attempt-limits';
import { Cooldown } from './cooldown.entity';
import { Cooldowns } from './cooldowns';

@Module({ imports: [TypeOrmModule.forFeature([Cooldown])], providers: [Cooldowns, AttemptLimits], exports: [Cooldowns, AttemptLimits] })
export class LimitsModule {}
