import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Config } from './config';

@Global()
@Module({})
export class ConfigModule {
  /** The configuration is loaded before the application exists, so that a fault stops the start with one message. */
  static with(config: Config): DynamicModule {
    return { module: ConfigModule, providers: [{ provide: Config, useValue: config }], exports: [Config] };
  }
}
