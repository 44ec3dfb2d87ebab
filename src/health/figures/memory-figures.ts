import type { Metrics, Reading } from '../../metrics/metrics';

/** What keeps things in memory and counts how often that helped. */
export interface CountingCache {
  readonly hits: number;
  readonly misses: number;
  readonly size: number;
}

export function tellOfCaches(metrics: Metrics, caches: Readonly<Record<string, CountingCache>>): void {
  const each = (read: (cache: CountingCache) => number) => (): Reading => Object.entries(caches).map(([cache, one]) => [{ cache }, read(one)] as const);
  metrics.counter(
    'latchkey_cache_hits_total',
    'Look-ups in memory that found something, by cache.',
    each(({ hits }) => hits),
  );
  metrics.counter(
    'latchkey_cache_misses_total',
    'Look-ups in memory that found nothing, by cache.',
    each(({ misses }) => misses),
  );
  metrics.gauge(
    'latchkey_cache_entries',
    'Entries kept in memory, by cache.',
    each(({ size }) => size),
  );
}
