import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Background } from './background';
import { Log } from './log';

@Global()
@Module({})
export class LogModule {
  static with(log: Log): DynamicModule {
    return { module: LogModule, providers: [{ provide: Log, useValue: log }, Background], exports: [Log, Background] };
  }
}
