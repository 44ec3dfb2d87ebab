import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { DomainError } from '../errors/domain-error';
import { Tally } from '../log/tally';
import { Distribution } from '../metrics/distribution';
import { HASH_THREADS, HELD } from './hash-threads';

/** Hashes that may wait. */
const MAX_WAITING = 200;
/** Milliseconds a hash may wait for its turn, unless its caller has less patience. */
const PATIENCE = 4_000;
/** So few waiting are no storm but a slow moment: they may wait, whatever their callers' patience. */
const FEW = 24;
/** How much of a caller's patience the expected wait may take: hashes become slower as a storm begins, and to be refused late is worse than at once. */
const SURE = 0.75;
/** Milliseconds that a hash is taken to take at most: what took longer was a pause of the whole process, and tells nothing of the next. */
const SLOWEST = 1_000;
/** How much one more hash tells of how long they take. */
const LEARNING = 0.1;
/** One for all, asked to wait so many seconds: it is made hundreds of times a second in a storm, and nobody reads where. */
const REFUSAL = new DomainError('overloaded', { retryAfter: 2 });

interface Waiting {
  readonly start: () => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * The one queue that every password hash goes through. No more go on to the threads
 * than these hold, so whoever waits can still be refused.
 */
@Injectable()
export class HashQueue {
  private readonly concurrency = HASH_THREADS * HELD;
  private readonly waiting: Waiting[] = [];
  private running = 0;
  /** Those who will ask for a turn once they have read what to compare with. */
  private announced = 0;
  /** Milliseconds that a hash takes, as far as was seen. */
  private pace = 0;
  /** Seconds until a hash had its turn. */
  readonly waits = new Distribution();
  readonly refusals = new Tally<'full' | 'late'>();

  constructor(private readonly clock: Clock) {}

  /** Hashes at work and hashes that wait. */
  get depth(): { running: number; waiting: number } {
    return { running: this.running, waiting: this.waiting.length };
  }

  /**
   * @param patience milliseconds to wait for the turn where many wait
   * @throws DomainError overloaded, where the queue is full or the turn does not come, or is not to be expected, in time
   */
  async run<T>(hash: () => Promise<T>, patience = PATIENCE): Promise<T> {
    const asked = this.clock.monotonic();
    await this.turn(patience);
    const began = this.clock.monotonic();
    this.waits.note((began - asked) / 1000);
    try {
      return await hash();
    } finally {
      this.pace += (Math.min(this.clock.monotonic() - began, SLOWEST) - this.pace) * LEARNING;
      this.running -= 1;
      this.startNext();
    }
  }

  /**
   * Does what comes before a hash, for no more callers than will have a turn: in a storm the surplus must not queue for
   * the database either, ahead of those who are let in.
   * @throws DomainError overloaded, and what `prepare` throws
   */
  async prepared<T>(prepare: () => Promise<T>, patience = PATIENCE): Promise<T> {
    const refusal = this.refusalInAdvance(patience);
    if (refusal !== null) throw refusal;
    this.announced += 1;
    try {
      return await prepare();
    } finally {
      this.announced -= 1;
    }
  }

  /** The refusal of a caller who would wait in vain, to be told at once: the sooner a client knows, the sooner it does the right thing. */
  refusalInAdvance(patience: number): DomainError | null {
    return this.isHopeless(patience) ? this.refuse('full') : null;
  }

  private isHopeless(wished: number, ahead = this.waiting.length + this.announced): boolean {
    // Whoever finds a thread free has a turn, whatever the pace was: it is learned from those who have one.
    if (ahead === 0 && this.running < this.concurrency) return false;
    return ahead >= MAX_WAITING || ((ahead + 1) * this.pace) / this.concurrency > patienceOf(wished, ahead) * SURE;
  }

  private turn(wished: number): Promise<void> {
    if (this.running < this.concurrency) {
      this.running += 1;
      return Promise.resolve();
    }
    if (this.isHopeless(wished, this.waiting.length)) return Promise.reject(this.refuse('full'));
    const patience = patienceOf(wished, this.waiting.length);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(entry), 1);
        reject(this.refuse('late'));
      }, patience);
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

  private refuse(cause: 'full' | 'late'): DomainError {
    this.refusals.add(cause);
    return REFUSAL;
  }
}

const patienceOf = (wished: number, ahead: number): number => (ahead < FEW ? PATIENCE : wished);
