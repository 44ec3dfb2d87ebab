import type { Clock } from '../clock/clock';
import type { Log } from '../log/log';

/** Milliseconds that the very first asker waits. */
const PATIENCE = 2_500;

/**
 * A figure that is dear to have. It is read anew at most once in a while, and only when somebody asks; who asks meanwhile
 * gets the last one. A reading that fails leaves the last one as it is.
 */
export class Refreshed<T> {
  private last: { readonly value: T; readonly at: number } | null = null;
  private reading: Promise<void> | null = null;
  private triedAt = -Infinity;

  /** @param maxAge milliseconds between two readings */
  constructor(
    private readonly name: string,
    private readonly maxAge: number,
    private readonly read: () => Promise<T>,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** The figure; null where none could be read in time. */
  async get(): Promise<T | null> {
    const now = this.clock.monotonic();
    if (this.reading === null && now - this.triedAt >= this.maxAge) {
      this.triedAt = now;
      this.reading = this.refresh().finally(() => (this.reading = null));
    }
    if (this.last === null && this.reading !== null) await this.patiently(this.reading);
    return this.last?.value ?? null;
  }

  /** Seconds since the figure was read; null where there is none. */
  get age(): number | null {
    return this.last === null ? null : (this.clock.monotonic() - this.last.at) / 1000;
  }

  private async refresh(): Promise<void> {
    try {
      const value = await this.read();
      this.last = { value, at: this.clock.monotonic() };
    } catch (error) {
      this.log.failure('figure_not_read', error, { figure: this.name });
    }
  }

  private async patiently(reading: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([reading, new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE)))]);
    clearTimeout(timer);
  }
}
