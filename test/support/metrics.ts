import type { TestApp } from './app';

/** What an app's `/metrics` tells: each line's value by its name with its labels, as `latchkey_hash_waiting` or `x{a="b"}`. */
export async function metricsOf({ http }: Pick<TestApp, 'http'>): Promise<Map<string, number>> {
  const { text } = await http.get('/metrics').expect(200);
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

/** The names of all metrics, those of histograms with their parts. */
export async function metricNames(app: Pick<TestApp, 'http'>): Promise<Set<string>> {
  const { text } = await app.http.get('/metrics').expect(200);
  const declared = [...text.matchAll(/^# TYPE (\S+) (\S+)/gm)].map(([, name, type]) => ({ name: name!, type }));
  return new Set(declared.flatMap(({ name, type }) => (type === 'histogram' ? [name, `${name}_bucket`, `${name}_sum`, `${name}_count`] : [name])));
}
