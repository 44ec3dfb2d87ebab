import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Background } from './background';
import { Log } from './log';
import { RequestContext } from './request-context';

@Global()
@Module({})
export class LogModule {
  static with(log: Log): DynamicModule {
    const providers = [{ provide: Log, useValue: log }, { provide: RequestContext, useValue: log.context }, Background];
    return { module: LogModule, providers, exports: [Log, Background, RequestContext] };
  }
}
