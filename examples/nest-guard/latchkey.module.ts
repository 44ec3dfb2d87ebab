import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { type LatchkeyOptions, LatchkeyTokens } from './latchkey-tokens';
import { LatchkeyGuard } from './latchkey.guard';

/** Guards every route of the application that imports it. */
@Module({})
export class LatchkeyModule {
  static forRoot(options: LatchkeyOptions): DynamicModule {
    const providers = [
      { provide: LatchkeyTokens, useValue: new LatchkeyTokens(options) },
      { provide: APP_GUARD, useClass: LatchkeyGuard },
    ];
    return { module: LatchkeyModule, providers, exports: [LatchkeyTokens] };
  }
}
