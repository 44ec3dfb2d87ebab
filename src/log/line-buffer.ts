/** Characters and milliseconds that request lines are kept for at most. */
const MAX_KEPT = 32_768;
const MAX_WAIT = 100;

/** Where lines go in the end. */
export interface LineSink {
  write(text: string): unknown;
  /** Writes what is still on its way before it returns. */
  flushSync?(): void;
}

/**
 * Log lines on their way out. Lines of requests, of which there are many, are kept for a tenth of a second and written
 * together: a write for each costs five times as much as the line. Every other line is handed on at once, and takes what
 * is kept with it, so the order stays.
 */
export class LineBuffer {
  private kept = '';
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly sink: LineSink) {}

  /** A line that may wait. */
  keep(line: string): void {
    this.kept += line;
    if (this.kept.length >= MAX_KEPT) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), MAX_WAIT).unref();
  }

  /** A line that may not: what pino calls. */
  write(line: string): void {
    this.kept += line;
    this.flush();
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { kept } = this;
    this.kept = '';
    if (kept !== '') this.sink.write(kept);
  }

  /** For the end of the program, when nothing asynchronous happens any more. */
  flushSync(): void {
    this.flush();
    this.sink.flushSync?.();
  }
}
