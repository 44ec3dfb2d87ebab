import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { AdministrationModule } from '../auth/administration.module';
import { ClockModule } from '../clock/clock.module';
import type { Config } from '../config/config';
import { ConfigModule } from '../config/config.module';
import { DatabaseModule } from '../database/database.module';
import type { Log } from '../log/log';
import { LogModule } from '../log/log.module';
import { MailQueueModule } from '../mail/mail-queue.module';
import { ServiceKeysModule } from '../service-keys/service-keys.module';

/** What most commands work with. */
const ROOMS: readonly Type[] = [AdministrationModule, ServiceKeysModule, MailQueueModule];

/** What the commands need of the program: no server, and nobody who sends mails. */
@Module({})
export class CliModule {
  static with(config: Config, log: Log, databaseUrl: string, rooms = ROOMS): DynamicModule {
    return {
      module: CliModule,
      imports: [ConfigModule.with(config), LogModule.with(log), ClockModule, DatabaseModule.at(databaseUrl), ...rooms],
    };
  }
}
