import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module';
import { createAdapter, setUpApp } from './app.setup';
import type { Config } from './config/config';
import { Database } from './database/database';
import { poolWarnings } from './database/pool-warnings';
import type { Log } from './log/log';

/** The application, ready to listen, on a migrated database. */
export async function createProgram(config: Config, log: Log, databaseUrl: string): Promise<NestFastifyApplication> {
  const module = AppModule.with({ config, log, databaseUrl });
  const app = await NestFactory.create<NestFastifyApplication>(module, createAdapter(config), { logger: log, abortOnError: false });
  if (config.tracing !== null) (await import('./app/trace-routes.js')).traceRoutes(app.getHttpAdapter().getInstance());
  setUpApp(app, config);
  for (const warning of await poolWarnings(app.get(Database), config)) log.warn(warning);
  return app;
}
