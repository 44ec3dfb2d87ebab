import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clock } from '../clock/clock';
import { Config } from '../config/config';
import { Log } from '../log/log';
import { ChangeNotices } from './change-notices';
import { connectionOptions } from './connection-options';
import { Database } from './database';
import { SnakeCaseColumns } from './naming';
import { poolOptions } from './pool-options';
import { PostgresNotices } from './postgres-notices';
import { RedisNotices } from './redis-notices';
import { StoredRows } from './stored-rows';
import { Transaction } from './transaction';

@Global()
@Module({ providers: [Transaction, Database, StoredRows], exports: [Transaction, Database, StoredRows, ChangeNotices] })
export class DatabaseModule {
  static at(url: string): DynamicModule {
    const notices = {
      provide: ChangeNotices,
      inject: [Config, Clock, Log],
      useFactory: ({ database, redisUrl }: Config, clock: Clock, log: Log): ChangeNotices => {
        const directUrl = database.directUrl ?? url;
        return redisUrl === null ? new PostgresNotices(directUrl, clock, log) : new RedisNotices(redisUrl, directUrl, clock, log);
      },
    };
    const typeOrm = TypeOrmModule.forRootAsync({
      inject: [Config],
      useFactory: (config: Config) => ({
        type: 'postgres' as const,
        ...connectionOptions(url),
        applicationName: 'latchkey',
        autoLoadEntities: true,
        synchronize: false,
        namingStrategy: new SnakeCaseColumns(),
        uuidExtension: 'pgcrypto' as const,
        installExtensions: false,
        // An absent id must never mean "the first row".
        invalidWhereValuesBehavior: { null: 'throw' as const, undefined: 'throw' as const },
        poolSize: config.database.pool,
        retryAttempts: 0,
        extra: poolOptions(config.database),
      }),
    });
    return { module: DatabaseModule, imports: [typeOrm], providers: [notices], exports: [typeOrm] };
  }
}
