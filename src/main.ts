import 'reflect-metadata';
import { loadConfig } from './config/load-config';
import { readEnvironment } from './config/read-environment';
import { OperatorError } from './errors/operator-error';
import { Log } from './log/log';
import { standardOutput } from './log/standard-output';

async function main(): Promise<void> {
  const config = loadConfig(readEnvironment());
  // Before anything loads what it wraps, and only where it is wanted.
  const tracing = config.tracing === null ? null : (await import('./tracing/start-tracing.js')).startTracing(config.tracing);
  const { serve } = await import('./serve.js');
  await serve(config, Log.to(config.logLevel, standardOutput()), tracing);
}

main().catch((error: unknown) => {
  // What an operator can mend is said in words; anything else is a defect and shows where it happened.
  process.stderr.write(`${error instanceof OperatorError ? error.message : (error as Error).stack}\n`);
  process.exit(1);
});
