import { Test } from '@nestjs/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../../src/app.module';
import { createAdapter, setUpApp } from '../../src/app.setup';
import { Clock } from '../../src/clock/clock';
import { loadConfig } from '../../src/config/load-config';
import { HashCost } from '../../src/credentials/hash-cost';
import { ApiRegistry } from '../../src/http/api-registry';
import { DevMailbox } from '../../src/mail/dev-mailbox';
import { capturedLog } from './capture';
import { watchAnswers } from './contract/watch';
import { watchForSecrets } from './secrets';

export type Settings = Readonly<Record<'DATABASE_URL', string> & Record<string, string>>;

/** A program that serves. */
export interface Instance {
  readonly app: NestFastifyApplication;
  /** Every application that serves as this one: three in a cluster. */
  readonly apps: readonly NestFastifyApplication[];
  close(): Promise<void>;
}

/** What the test gives an instance; others may have the same clock and put their mails into the same box. */
export interface Place {
  readonly clock: Clock;
  readonly port: number;
  readonly box: DevMailbox;
  /** Where hashes must take as long as in production; else they are of the same kind and cheap. */
  readonly realHashes?: boolean;
  /** What to do with the application before it listens. */
  prepare?(app: NestFastifyApplication): void;
}

/** Half a millisecond in place of ten and more. */
const CHEAP: HashCost = { argon2: { algorithm: 2, memoryCost: 512, timeCost: 1, parallelism: 1 } };

/** One instance of the program on a port. */
export async function startInstance(settings: Settings, { port, prepare, ...place }: Place): Promise<Instance> {
  const app = await build(settings, place);
  try {
    prepare?.(app);
    await app.listen(port, '127.0.0.1');
  } catch (error) {
    await app.close();
    throw error;
  }
  return { app, apps: [app], close: () => app.close() };
}

async function build(settings: Settings, { clock, box, realHashes = false }: Omit<Place, 'port'>): Promise<NestFastifyApplication> {
  const config = loadConfig(settings);
  const log = capturedLog();
  const testing = await Test.createTestingModule({ imports: [AppModule.with({ config, log, databaseUrl: settings.DATABASE_URL })] })
    .setLogger(log)
    .overrideProvider(Clock)
    .useValue(clock)
    .overrideProvider(DevMailbox)
    .useValue(box)
    .overrideProvider(HashCost)
    .useValue(realHashes ? new HashCost() : CHEAP)
    .compile();
  const app = testing.createNestApplication<NestFastifyApplication>(createAdapter(config), { logger: log, bodyParser: false, forceCloseConnections: true });
  watchForSecrets(app.getHttpAdapter().getInstance());
  setUpApp(app, config);
  watchAnswers(app.getHttpAdapter().getInstance(), app.get(ApiRegistry));
  return app;
}
