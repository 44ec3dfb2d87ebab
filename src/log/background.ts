import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Log } from './log';
import { RequestContext } from './request-context';

/** Milliseconds that work under way may take once the program is told to stop. */
const DRAIN_LIMIT = 10_000;

/** Work that no caller waits for. A failure is logged; a stop waits for what is under way. */
@Injectable()
export class Background implements OnApplicationShutdown {
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly log: Log,
    private readonly context: RequestContext,
  ) {}

  run(name: string, work: () => Promise<unknown>): void {
    const facts = this.context.current();
    // The request that caused it is over before the work is: the work keeps who asked.
    const started = facts === null ? work() : this.context.run(facts, work);
    const task: Promise<void> = started
      .then(() => undefined)
      .catch((error: unknown) => this.log.failure('background_work_failed', error, { work: name }))
      .finally(() => this.running.delete(task));
    this.running.add(task);
  }

  /** Resolves when nothing is under way, at the latest after ten seconds. */
  async drain(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, DRAIN_LIMIT)));
    await Promise.race([limit, this.settle()]);
    clearTimeout(timer);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.drain();
    this.log.flush();
  }

  private async settle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }
}
