import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clock } from '../clock/clock';
import { Config } from '../config/config';
import { Log } from '../log/log';
import { ChangeNotices } from './change-notices';
import { connectionOptions } from './connection-options';
import { Database } from './database';
import { SnakeCaseColumns } from './naming';
import { PostgresNotices } from './postgres-notices';
import { RedisNotices } from './redis-notices';
import { Transaction } from './transaction';

/** Milliseconds: a statement, a wait for a lock, a wait for a connection of the pool. */
const STATEMENT_TIMEOUT = 5_000;
const LOCK_TIMEOUT = 2_000;
const ACQUIRE_TIMEOUT = 5_000;

@Global()
@Module({ providers: [Transaction, Database], exports: [Transaction, Database, ChangeNotices] })
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
        extra: { statement_timeout: STATEMENT_TIMEOUT, lock_timeout: LOCK_TIMEOUT, connectionTimeoutMillis: ACQUIRE_TIMEOUT },
      }),
    });
    return { module: DatabaseModule, imports: [typeOrm], providers: [notices], exports: [typeOrm] };
  }
}
