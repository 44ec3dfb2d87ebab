/** Milliseconds that instances may differ in the time: small steps back and forth would only put events out of order. */
const TOLERANCE = 1_000;
/** An answer that took longer, in milliseconds, says too little about the time it was given at. */
const LONGEST_ANSWER = 1_000;

/**
 * The one source of time: tests move it, nothing else reads the machine's clock. It goes on by the monotonic clock from
 * a moment that is known, so that setting the machine's clock moves no expiry, and it follows the database's, so that
 * instances agree.
 */
export class Clock {
  /** Milliseconds since the epoch at the zero of the monotonic clock. */
  private zero = Date.now() - performance.now();

  /** The present moment. */
  now(): Date {
    return new Date(this.zero + performance.now());
  }

  /** Milliseconds of a clock that only goes forward and is never set: for measuring how long something takes. */
  monotonic(): number {
    return performance.now();
  }

  /** Whole seconds since the epoch, as JWT claims want them. */
  seconds(): number {
    return Math.floor(this.now().getTime() / 1000);
  }

  /** The moment `seconds` from now (negative: ago). */
  in(seconds: number): Date {
    return new Date(this.now().getTime() + seconds * 1000);
  }

  /**
   * Takes over the time of another clock where this one is more than a second off.
   * @param theirs milliseconds since the epoch, as answered
   * @param askedAt of the monotonic clock, when the answer was asked for; it has just come
   * @returns by how many milliseconds this clock was set; 0 where it was left alone
   */
  follow(theirs: number, askedAt: number): number {
    const answeredAt = this.monotonic();
    if (answeredAt - askedAt > LONGEST_ANSWER) return 0;
    const zero = theirs - (askedAt + answeredAt) / 2;
    const step = zero - this.zero;
    if (!(Math.abs(step) > TOLERANCE)) return 0;
    this.zero = zero;
    return step;
  }
}
