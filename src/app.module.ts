import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { AuthModule } from './auth/auth.module';
import { ClockModule } from './clock/clock.module';
import { Config, type DialectName } from './config/config';
import { ConfigModule } from './config/config.module';
import { DatabaseModule } from './database/database.module';
import { MixappModule } from './dialects/mixapp/mixapp.module';
import { HealthModule } from './health/health.module';
import { AmadisModule } from './dialects/amadis/amadis.module';
import { AppmixerModule } from './dialects/appmixer/appmixer.module';
import { UprogressModule } from './dialects/uprogress/uprogress.module';
import { HttpModule } from './http/http.module';
import type { Log } from './log/log';
import { LogModule } from './log/log.module';
import { MetricsModule } from './metrics/metrics.module';
import { PagesModule } from './pages/pages.module';
import { PasswordRecoveryModule } from './password-recovery/password-recovery.module';

const DIALECTS: Readonly<Record<DialectName, Type>> = {
  mixapp: MixappModule,
  uprogress: UprogressModule,
  amadis: AmadisModule,
  appmixer: AppmixerModule,
};

export interface AppOptions {
  readonly config: Config;
  readonly log: Log;
  /** A migrated database. */
  readonly databaseUrl: string;
}

@Module({})
export class AppModule {
  /** The application; a dialect that is not enabled is not there at all. */
  static with({ config, log, databaseUrl }: AppOptions): DynamicModule {
    const dialects = config.dialects.enabled.map((name) => DIALECTS[name]);
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(config),
        LogModule.with(log),
        ClockModule,
        DatabaseModule.at(databaseUrl),
        MetricsModule,
        HttpModule,
        AuthModule,
        PasswordRecoveryModule,
        PagesModule,
        HealthModule,
        ...dialects,
      ],
    };
  }
}
