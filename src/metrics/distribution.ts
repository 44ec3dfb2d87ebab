/** Upper bounds of the classes, seconds: a read takes less than a millisecond, a hash some ten, a deadline ten thousand. */
export const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** How long something takes, counted in classes. Plain numbers, so that noting one costs next to nothing. */
export class Distribution {
  /** Of each class, and last of what is beyond them; not cumulative. */
  private readonly counts: number[] = Array<number>(BOUNDS.length + 1).fill(0);
  private total = 0;

  note(seconds: number): void {
    let at = 0;
    while (at < BOUNDS.length && seconds > BOUNDS[at]!) at++;
    this.counts[at]! += 1;
    this.total += seconds;
  }

  /** As Prometheus wants a histogram: each bound with the number of all up to it. */
  cumulative(): { buckets: [le: string, count: number][]; count: number; sum: number } {
    let count = 0;
    const buckets = this.counts.map((one, at): [string, number] => [at < BOUNDS.length ? String(BOUNDS[at]) : '+Inf', (count += one)]);
    return { buckets, count, sum: this.total };
  }
}
