import type { LoggerService } from '@nestjs/common';
import { type Logger as PinoLogger, pino } from 'pino';
import type { LogLevel } from '../config/config';
import { LineBuffer, type LineSink } from './line-buffer';
import { redacted } from './redaction';
import { RequestContext } from './request-context';
import { BASE, type RequestLine, requestLines, type RouteFacts } from './request-log';
import { Tally } from './tally';

/**
 * One JSON line an event. Give facts as fields; never a password, token, key or mail link. A line that is written for a
 * request bears its id.
 */
export class Log implements LoggerService {
  /** Events and failures since the start. */
  readonly events = new Tally();

  private constructor(
    private readonly pino: PinoLogger,
    private readonly output: LineBuffer,
    /** For whom the program works at the moment. */
    readonly context: RequestContext,
  ) {}

  /** @param sink the standard output, unless said otherwise */
  static to(level: LogLevel, sink: LineSink = process.stdout): Log {
    const context = new RequestContext();
    const mixin = () => {
      const facts = context.current();
      return facts === null ? {} : { requestId: facts.id };
    };
    const output = sink instanceof LineBuffer ? sink : new LineBuffer(sink);
    return new Log(pino({ level, base: BASE, serializers: { err: describeError }, formatters: { log: redacted }, mixin }, output), output, context);
  }

  /** Writes the lines of a route's requests, which may be late by a tenth of a second. */
  requestsOf(route: RouteFacts): RequestLine {
    return requestLines(this.pino, this.output, route);
  }

  /** Hands on what is kept. */
  flush(): void {
    this.output.flush();
  }

  /** A happening with its facts: `log.event('signed_in', {userId})`. Names are those of the program, and few: they are counted. */
  event(name: string, facts: Record<string, unknown> = {}): void {
    this.events.add(name);
    this.pino.info({ event: name, ...facts });
  }

  /** A failure of ours: the error with its stack, and what was being done. */
  failure(name: string, error: unknown, facts: Record<string, unknown> = {}): void {
    this.events.add(name);
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

  /** Nest's way of reporting: an error as the message, or a message with stack and context behind it; facts where there are any. */
  error(message: unknown, ...rest: unknown[]): void {
    const facts = { ...rest.find((one) => typeof one === 'object'), context: rest.at(-1) };
    if (message instanceof Error) this.pino.error({ ...facts, err: message }, message.message);
    else this.pino.error(facts, String(message));
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
