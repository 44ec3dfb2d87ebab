import { availableParallelism } from 'node:os';
import { Injectable } from '@nestjs/common';
import { DomainError } from '../errors/domain-error';

/** Hashes that may wait; a hash takes some 10 ms, so the last in the queue waits about as long as the deadline. */
const MAX_WAITING = 200;
/** Milliseconds a hash may wait for its turn. */
const MAX_WAIT = 2_000;
/** Seconds a refused caller should wait. */
const RETRY_AFTER = 2;

interface Waiting {
  readonly start: () => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * The one queue that every password hash goes through. Hashes fill the thread pool that file reads and look-ups share;
 * bounded to one less than the cores, they leave room for the rest.
 */
@Injectable()
export class HashQueue {
  private readonly concurrency = Math.max(1, availableParallelism() - 1);
  private readonly waiting: Waiting[] = [];
  private running = 0;

  /** @throws DomainError overloaded, where the queue is full or the turn does not come in time */
  async run<T>(hash: () => Promise<T>): Promise<T> {
    await this.turn();
    try {
      return await hash();
    } finally {
      this.running -= 1;
      this.startNext();
    }
  }

  private turn(): Promise<void> {
    if (this.running < this.concurrency) {
      this.running += 1;
      return Promise.resolve();
    }
    if (this.waiting.length >= MAX_WAITING) return Promise.reject(refusal());
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(entry), 1);
        reject(refusal());
      }, MAX_WAIT);
      const entry: Waiting = { start: resolve, timer };
      this.waiting.push(entry);
    });
  }

  private startNext(): void {
    const next = this.waiting.shift();
    if (next === undefined) return;
    clearTimeout(next.timer);
    this.running += 1;
    next.start();
  }
}

function refusal(): DomainError {
  return new DomainError('overloaded', { retryAfter: RETRY_AFTER });
}
