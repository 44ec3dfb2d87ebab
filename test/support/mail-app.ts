import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ClockModule } from '../../src/clock/clock.module';
import { ConfigModule } from '../../src/config/config.module';
import { loadConfig } from '../../src/config/load-config';
import { Log } from '../../src/log/log';
import { LogModule } from '../../src/log/log.module';
import { LettersModule } from '../../src/mail/letters.module';
import { MailTransport } from '../../src/mail/mail-transport';

export interface MailApp {
  readonly context: INestApplicationContext;
  /** Every log line so far, parsed. */
  readonly log: Record<string, unknown>[];
  close(): Promise<void>;
}

/** Letters and their transport alone: no queue, no database, no HTTP. */
export async function startMailApp(variables: Record<string, string> = {}): Promise<MailApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-mail-'));
  const log: Record<string, unknown>[] = [];
  const config = loadConfig({ LATCHKEY_LOCAL: '1', DATA_DIR: dataDir, PUBLIC_URL: 'http://localhost:3000', ...variables });
  const logger = Log.to('debug', { write: (line: string) => void log.push(JSON.parse(line) as Record<string, unknown>) });
  const context = await Test.createTestingModule({ imports: [ConfigModule.with(config), LogModule.with(logger), ClockModule, LettersModule] })
    .setLogger(logger)
    .compile();
  await context.init();
  return {
    context,
    log,
    close: async () => {
      context.get(MailTransport).shutDown();
      await context.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
