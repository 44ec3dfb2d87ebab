import type { Log } from '../log/log';
import { Recurring } from '../log/recurring';

/** Milliseconds between two sweeps. */
const PAUSE = 600_000;
/** Rows of one statement, and statements of one sweep: a backlog is worked off bit by bit, in nobody's way. */
const BATCH = 1_000;
const MAX_BATCHES = 20;

/** Removes, now and then, rows of one kind that nobody needs any more. */
export abstract class Sweep extends Recurring {
  /**
   * @param swept the event that tells of what was removed
   * @param failure the event that tells of a sweep that failed
   */
  protected constructor(
    log: Log,
    private readonly swept: string,
    failure: string,
  ) {
    super(log, PAUSE, failure);
  }

  /** Removes so many rows at most; how many they were. */
  protected abstract remove(limit: number): Promise<number>;

  protected override round(): Promise<unknown> {
    return this.sweep();
  }

  /** @returns how many rows were removed */
  async sweep(): Promise<number> {
    const removed = await removeInBatches((limit) => this.remove(limit));
    if (removed > 0) this.log.event(this.swept, { removed });
    return removed;
  }
}

/**
 * Removes rows batch by batch, to the last or until enough is done for now.
 * @param remove one statement that removes so many rows at most, and answers how many it has
 * @returns how many were removed
 */
async function removeInBatches(remove: (limit: number) => Promise<number>): Promise<number> {
  let removed = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const count = await remove(BATCH);
    removed += count;
    if (count < BATCH) break;
  }
  return removed;
}
