/** The one source of time: tests move it, nothing else reads the machine's clock. */
export class Clock {
  /** The present moment. */
  now(): Date {
    return new Date();
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
}
