import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { ProgramRole } from '../config/config';
import { clusterDirectory, hasCluster } from '../config/data-directory';
import { loadConfig } from '../config/load-config';
import { openDatabase } from '../database/open-database';
import { Log } from '../log/log';
import { CliModule } from './cli.module';

/** Where a command runs: the settings it goes by and what it says. */
export interface Workplace {
  readonly environment: Record<string, string | undefined>;
  /** Results: JSON alone. */
  out(text: string): void;
  /** Everything else: the log, what went wrong, and that a new Latchkey was made. */
  err(text: string): void;
}

/** The program's services, on the database of the configuration. */
export interface Services {
  readonly context: INestApplicationContext;
  /** The migrations that were missing. */
  readonly migrated: readonly string[];
}

/** What a command needs that others do not. */
export interface Needs {
  /**
   * `founder`: a command that makes sense before there is any Latchkey, and makes the embedded database where there is none. Any other
   * would find an empty one, and say that all went well.
   */
  readonly role?: Exclude<ProgramRole, 'server'>;
  /** The rooms of the program that it works with. */
  readonly rooms?: readonly Type[];
}

/**
 * Carries out work on the program's own services, beside a running server or without one.
 * @throws OperatorError, and what the work throws
 */
export async function withServices<T>(workplace: Workplace, work: (services: Services) => Promise<T>, { role = 'guest', rooms }: Needs = {}): Promise<T> {
  const config = loadConfig(workplace.environment, role);
  const log = Log.to(config.logLevel, { write: (line) => workplace.err(line) });
  const founds = config.database.url === null && !hasCluster(clusterDirectory(config.dataDir));
  const database = await openDatabase(config, role, log);
  // In the wrong directory a new one is not the one that was meant.
  if (founds) workplace.err(`Made a new Latchkey in ${config.dataDir}.\n`);
  try {
    const module = CliModule.with(config, log, database.url, rooms);
    const context = await NestFactory.createApplicationContext(module, { logger: log, abortOnError: false });
    try {
      return await work({ context, migrated: database.migrated });
    } finally {
      await context.close();
    }
  } finally {
    await database.close();
  }
}
