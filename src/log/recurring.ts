import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { Log } from './log';

/** Work that comes round by itself, from the start of an instance to its stop. What fails is logged, and tried again next time. */
export abstract class Recurring implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param pause milliseconds between two rounds
   * @param failure the event that tells of a round that failed
   */
  protected constructor(
    protected readonly log: Log,
    private readonly pause: number,
    private readonly failure: string,
  ) {}

  protected abstract round(): Promise<unknown>;

  onModuleInit(): void {
    this.timer = setInterval(() => {
      this.round().catch((error: unknown) => this.log.failure(this.failure, error));
    }, this.pause).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
