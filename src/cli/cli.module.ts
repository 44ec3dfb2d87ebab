import { type DynamicModule, Module } from '@nestjs/common';
import { AdministrationModule } from '../auth/administration.module';
import { ClockModule } from '../clock/clock.module';
import type { Config } from '../config/config';
import { ConfigModule } from '../config/config.module';
import { DatabaseModule } from '../database/database.module';
import type { Log } from '../log/log';
import { LogModule } from '../log/log.module';
import { MailQueueModule } from '../mail/mail-queue.module';
import { ServiceKeysModule } from '../service-keys/service-keys.module';

/** What the commands need of the program: no server, and nobody who sends mails. */
@Module({})
export class CliModule {
  static with(config: Config, log: Log, databaseUrl: string): DynamicModule {
    return {
      module: CliModule,
      imports: [
        ConfigModule.with(config),
        LogModule.with(log),
        ClockModule,
        DatabaseModule.at(databaseUrl),
        AdministrationModule,
        ServiceKeysModule,
        MailQueueModule,
      ],
    };
  }
}
