import { Module } from '@nestjs/common';
import { LimitsModule } from '../limits/limits.module';
import { MailQueueModule } from '../mail/mail-queue.module';
import { Figures } from './figures/figures';
import { StoreCensus } from './figures/store-figures';
import { HealthController } from './health.controller';
import { MetricsController } from './metrics.controller';
import { MetricsGuard } from './metrics.guard';
import { Readiness } from './readiness.service';

@Module({
  imports: [LimitsModule, MailQueueModule],
  controllers: [HealthController, MetricsController],
  providers: [Readiness, MetricsGuard, StoreCensus, Figures],
})
export class HealthModule {}
