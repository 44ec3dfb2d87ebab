import type { Config } from './config/config';
import { openDatabase } from './database/open-database';
import { listen } from './listen';
import type { Log } from './log/log';
import { closeGently } from './stop';
import type { Tracing } from './tracing/start-tracing';
import { warnings } from './warnings';

/** Milliseconds a stop may take before the program ends regardless. */
const STOP_LIMIT = 14_000;

/** Serves until a signal ends it. */
export async function serve(config: Config, log: Log, tracing: Tracing | null = null): Promise<void> {
  for (const warning of warnings(config)) log.warn(warning);
  // The database starts while the program's modules are loaded: each takes about as long as the other.
  const [database, { createProgram }] = await Promise.all([openDatabase(config, 'server', log), import('./program.js')]);
  try {
    const app = await createProgram(config, log, database.url);
    await listen(app, config);
    stopOnSignal(async () => {
      await closeGently(app, config);
      await database.close();
      await tracing?.stop();
    }, log);
    log.log(`Latchkey serves ${config.http.publicUrl} (docs at ${config.http.publicUrl}/docs)`);
    if (config.local && config.mail.smtpUrl === null) log.log(`Mails are shown at ${config.http.publicUrl}/dev/mailbox`);
  } catch (error) {
    await database.close();
    throw error;
  }
}

function stopOnSignal(stop: () => Promise<void>, log: Log): void {
  let stopping = false;
  const end = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    log.event('stopping', { signal });
    setTimeout(() => process.exit(1), STOP_LIMIT).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.failure('stop_failed', error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end).on('SIGINT', end);
}
