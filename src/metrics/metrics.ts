import { Injectable } from '@nestjs/common';
import type { Metric, MetricValueWithName, Registry } from 'prom-client';
import type { Distribution } from './distribution';

export type Labels = Readonly<Record<string, string>>;
/** One number, or several with their labels. */
export type Reading = number | readonly (readonly [Labels, number])[];

type Value = Partial<Pick<MetricValueWithName<string>, 'metricName'>> & { readonly labels: Labels; readonly value: number };

interface Figure {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter' | 'histogram';
  read(): Promise<Value[]>;
}

/**
 * What `/metrics` tells. The rooms count in plain numbers of their own, which costs a request next to nothing; this asks
 * for them when somebody looks. prom-client writes them out and adds the process's own; it is loaded at the first look, so
 * that who does not look pays nothing.
 */
@Injectable()
export class Metrics {
  private readonly figures: Figure[] = [];
  private registry: Promise<Registry> | null = null;

  /** Something that goes up and down. Names as Prometheus wants them: base units, `latchkey_` before. */
  gauge(name: string, help: string, read: () => Reading | Promise<Reading>): void {
    this.figures.push({ name, help, type: 'gauge', read: async () => valuesOf(await read()) });
  }

  /** Something that only grows; its name ends with `_total`. */
  counter(name: string, help: string, read: () => Reading | Promise<Reading>): void {
    this.figures.push({ name, help, type: 'counter', read: async () => valuesOf(await read()) });
  }

  histogram(name: string, help: string, read: () => readonly (readonly [Labels, Distribution])[]): void {
    const values = () => read().flatMap(([labels, distribution]) => bucketsOf(name, labels, distribution));
    this.figures.push({ name, help, type: 'histogram', read: () => Promise.resolve(values()) });
  }

  /** Prometheus' text format, 0.0.4. */
  async text(): Promise<string> {
    this.registry ??= this.open();
    return (await this.registry).metrics();
  }

  private async open(): Promise<Registry> {
    const { collectDefaultMetrics, Registry } = await import('prom-client');
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    for (const figure of this.figures) registry.registerMetric(metricOf(figure));
    return registry;
  }
}

// What the registry asks of a metric; its own classes would keep the numbers a second time.
function metricOf({ name, help, type, read }: Figure): Metric {
  return { name, get: async () => ({ name, help, type, aggregator: 'sum', values: await read() }) } as unknown as Metric;
}

function valuesOf(reading: Reading): Value[] {
  return typeof reading === 'number' ? [{ value: reading, labels: {} }] : reading.map(([labels, value]) => ({ labels, value }));
}

function bucketsOf(name: string, labels: Labels, distribution: Distribution): Value[] {
  const { buckets, count, sum } = distribution.cumulative();
  return [
    ...buckets.map(([le, value]) => ({ metricName: `${name}_bucket`, labels: { ...labels, le }, value })),
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
