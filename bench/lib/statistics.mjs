export function median(values) {
  return percentile(values, 50);
}

export function percentile(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  if (p === 50 && sorted.length % 2 === 0) return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)];
}

/**
 * Runs every scenario once in each round, one after the other, so that what else the machine does meets all alike.
 * @param {Record<string, () => Promise<object>>} scenarios
 * @returns {Promise<{ medians: Record<string, object>, ratio: (one: string, other: string, key?: string) => number }>}
 *   ratio: the median of the rounds' own ratios
 */
export async function interleave(rounds, scenarios, say) {
  const results = Object.fromEntries(Object.keys(scenarios).map((name) => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const [name, run] of Object.entries(scenarios)) {
      const result = await run();
      results[name].push(result);
      say(`  round ${round}, ${name}: ${Math.round(result.perSecond)}/s`);
    }
  }
  const keys = Object.keys(Object.values(results)[0][0]);
  return {
    medians: Object.fromEntries(Object.entries(results).map(([name, all]) => [name, Object.fromEntries(keys.map((key) => [key, medianOf(all, key)]))])),
    ratio: (one, other, key = 'perSecond') => median(results[one].map((result, round) => result[key] / results[other][round][key])),
  };
}

function medianOf(all, key) {
  const values = all.map((result) => result[key]).filter((value) => typeof value === 'number');
  return values.length === 0 ? null : median(values);
}
