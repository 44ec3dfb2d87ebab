import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import type { LogLevel } from '../config/config';

/** One JSON line an event. Give facts as fields; never a password, token, key or mail link. */
export class Log implements LoggerService {
  constructor(private readonly pino: PinoLogger) {}

  static to(level: LogLevel, destination?: DestinationStream): Log {
    const options = { level, serializers: { err: describeError } };
    return new Log(destination === undefined ? pino(options) : pino(options, destination));
  }

  /** A happening with its facts: `log.event('signed_in', {userId})`. */
  event(name: string, facts: Record<string, unknown> = {}): void {
    this.pino.info({ event: name, ...facts });
  }

  /** A failure of ours: the error with its stack, and what was being done. */
  failure(name: string, error: unknown, facts: Record<string, unknown> = {}): void {
    this.pino.error({ event: name, err: error, ...facts });
  }

  /** With a context it is the framework telling what it does: that is for debugging. */
  log(message: unknown, context?: unknown): void {
    if (context === undefined) this.pino.info(String(message));
    else this.pino.debug({ context }, String(message));
  }

  warn(message: unknown, context?: unknown): void {
    this.pino.warn({ context }, String(message));
  }

  /** Nest's way of reporting: an error as the message, or a message with stack and context behind it. */
  error(message: unknown, ...rest: unknown[]): void {
    if (message instanceof Error) this.pino.error({ context: rest.at(-1), err: message }, message.message);
    else this.pino.error({ context: rest.at(-1) }, String(message));
  }

  debug(message: unknown, context?: unknown): void {
    this.pino.debug({ context }, String(message));
  }
}

// By allow-list: a database error carries its statement's parameters, which may be digests and addresses.
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack } = error;
  const code = (error as { code?: unknown }).code;
  return { type: name, message, stack, ...(code === undefined ? {} : { code }), ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }) };
}
