import { Global, Module } from '@nestjs/common';
import { Metrics } from './metrics';
import { RequestStatistics } from './request-statistics';

@Global()
@Module({ providers: [Metrics, RequestStatistics], exports: [Metrics, RequestStatistics] })
export class MetricsModule {}
