import type { LRUCache } from 'lru-cache';
import { boundedCache } from './bounded-cache';
import type { ChangeKind, ChangeNotices } from './change-notices';

/** A reading of the database that is under way. */
export interface Reading<T> {
  /**
   * Keeps what was read, unless it changed since the reading began; null, no such row, takes what is kept of it: the notice may
   * still be under way. Ends the reading.
   */
  keep(value: T | null): void;
  /** Ends the reading without keeping anything. */
  end(): void;
}

interface OpenReading {
  stale: boolean;
}

/**
 * Rows kept in memory by id, until a notice says that they changed. Nothing is answered from it while this instance
 * cannot be sure that it hears notices, and a reading that began before a change is never kept. Nobody may write to what
 * comes out of it.
 */
export class ReadCache<T extends object> {
  private readonly kept: LRUCache<string, T>;
  /** Times that something was asked for: found in memory, or not. */
  hits = 0;
  misses = 0;
  private readonly readings = new Map<string, Set<OpenReading>>();

  /**
   * @param max what is kept: as many rows, or as much as `sizeOf` makes of them; beyond it the one unused for longest goes
   * @param sizeOf what a row counts for
   */
  constructor(
    private readonly kind: ChangeKind,
    max: number,
    private readonly notices: ChangeNotices,
    sizeOf?: (row: T) => number,
  ) {
    this.kept = boundedCache(max, sizeOf);
    notices.subscribe({
      changed: (changed, id) => (changed === kind ? this.forget(id) : undefined),
      missed: () => this.clear(),
    });
  }

  get(id: string): T | undefined {
    const found = this.notices.hearing ? this.kept.get(id) : undefined;
    if (found === undefined) this.misses += 1;
    else this.hits += 1;
    return found;
  }

  /** Rows kept. */
  get size(): number {
    return this.kept.size;
  }

  /** To be called before the database is asked. */
  begin(id: string): Reading<T> {
    const reading: OpenReading = { stale: !this.notices.hearing };
    this.readings.set(id, (this.readings.get(id) ?? new Set()).add(reading));
    return {
      keep: (value) => {
        if (value === null) this.forget(id);
        else if (!reading.stale) this.kept.set(id, value);
        this.end(id, reading);
      },
      end: () => this.end(id, reading),
    };
  }

  /** Forgets a row that was changed here, before the change is acknowledged, and tells the other instances. */
  drop(id: string): void {
    this.forget(id);
    this.notices.announce(this.kind, id);
  }

  private forget(id: string): void {
    this.kept.delete(id);
    for (const reading of this.readings.get(id) ?? []) reading.stale = true;
  }

  private clear(): void {
    this.kept.clear();
    for (const readings of this.readings.values()) for (const reading of readings) reading.stale = true;
  }

  private end(id: string, reading: OpenReading): void {
    const readings = this.readings.get(id);
    readings?.delete(reading);
    if (readings?.size === 0) this.readings.delete(id);
  }
}
