import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ApiRegistry } from './api-registry';
import { DomainExceptionFilter } from './exception.filter';
import { Failures } from './failures';
import { FaultCounts } from './fault-counts';
import { ParkingLot } from './parking-lot';
import { RecoveryDoor } from './recovery-door';
import { RequestDeadline } from './request-deadline';

@Global()
@Module({
  providers: [
    ApiRegistry,
    Failures,
    FaultCounts,
    RecoveryDoor,
    RequestDeadline,
    { provide: ParkingLot, useFactory: () => new ParkingLot() },
    { provide: APP_FILTER, useClass: DomainExceptionFilter },
  ],
  exports: [ApiRegistry, Failures, FaultCounts, RecoveryDoor, RequestDeadline, ParkingLot],
})
export class HttpModule {}
