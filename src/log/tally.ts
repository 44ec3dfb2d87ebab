/** Counts that only grow, by names that the program itself gives. */
export class Tally<Name extends string = string> {
  private readonly counts = new Map<Name, number>();

  add(name: Name): void {
    this.counts.set(name, this.of(name) + 1);
  }

  /** 0 for what was never added. */
  of(name: Name): number {
    return this.counts.get(name) ?? 0;
  }

  entries(): [Name, number][] {
    return [...this.counts];
  }
}
