import { LRUCache } from 'lru-cache';

/**
 * A cache of so many entries, of which the one unused for longest goes. Not by `max`, for which the library lays out all
 * entries at once: that is memory and a part of every start for a size that few instances ever reach.
 */
export function boundedCache<T extends object>(entries: number): LRUCache<string, T> {
  return new LRUCache<string, T>({ maxSize: entries, sizeCalculation: () => 1 });
}
