/** Those who wait for an attempt on the same name to end. */
export class Turns {
  private readonly waiting = new Map<string, Set<() => void>>();
  private count = 0;

  /** How many wait, for whatever. */
  get size(): number {
    return this.count;
  }

  /** Until one is called, at most so many milliseconds. */
  wait(key: string, milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.leave(key, go);
        resolve();
      };
      const timer = setTimeout(go, milliseconds);
      const others = this.waiting.get(key) ?? new Set();
      this.waiting.set(key, others.add(go));
      this.count += 1;
    });
  }

  /** Calls whoever has waited longest. */
  call(key: string): void {
    const [first] = this.waiting.get(key) ?? [];
    first?.();
  }

  private leave(key: string, go: () => void): void {
    const others = this.waiting.get(key);
    if (others?.delete(go) === true) this.count -= 1;
    if (others?.size === 0) this.waiting.delete(key);
  }
}
