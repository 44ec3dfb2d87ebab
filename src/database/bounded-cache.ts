import { LRUCache } from 'lru-cache';

/**
 * A cache of so much, of which what is unused for longest goes. Not by `max`, for which the library lays out all
 * entries at once: that is memory and a part of every start for a size that few instances ever reach.
 * @param sizeOf a whole number from 1 on: what an entry counts for; what is larger than all of the cache is not kept
 */
export function boundedCache<T extends object>(size: number, sizeOf: (value: T) => number = one): LRUCache<string, T> {
  return new LRUCache<string, T>({ maxSize: size, sizeCalculation: sizeOf });
}

const one = () => 1;
