import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ApiRegistry } from './api-registry';
import { DomainExceptionFilter } from './exception.filter';

@Global()
@Module({ providers: [ApiRegistry, { provide: APP_FILTER, useClass: DomainExceptionFilter }], exports: [ApiRegistry] })
export class HttpModule {}
