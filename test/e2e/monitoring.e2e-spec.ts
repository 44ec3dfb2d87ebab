import { parse } from 'yaml';
import { startApp, type TestApp } from '../support/app';
import { metricNames, metricsOf } from '../support/metrics';
import { fileOfRepository } from '../support/sources';

interface Rule {
  alert: string;
  expr: string;
  for?: string;
  labels: { severity: string };
  annotations: { summary: string };
}
interface Panel {
  id: number;
  title: string;
  type: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { expr: string }[];
}

const DOCUMENT = fileOfRepository('docs/operations/monitoring.md');
const { groups } = parse(fileOfRepository('docs/operations/latchkey-alerts.yml')) as { groups: { name: string; rules: Rule[] }[] };
const { panels } = JSON.parse(fileOfRepository('docs/operations/latchkey-dashboard.json')) as { panels: Panel[] };
const rules = groups.flatMap((group) => group.rules);
const queries = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

/** Sums over what callers do, of which there is none before the first; their rules ask for many within minutes, so the first may be missed. */
const FROM_THE_FIRST_ON = ['latchkey_http_requests_total', 'latchkey_faults_total', 'latchkey_http_request_duration_seconds_bucket'];

/** Names of metrics in an expression of PromQL. */
const namesIn = (text: string): string[] => [...text.matchAll(/\b(?:latchkey|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name);

describe('what the operator’s files ask for', () => {
  let app: TestApp;
  let exported: Set<string>;
  beforeAll(async () => {
    app = await startApp();
    await app.given.session(await app.given.user());
    exported = await metricNames(app);
  });
  afterAll(() => app?.close());

  it('is exported: every metric of the dashboard and of the alerts', () => {
    const asked = [...queries, ...rules.map(({ expr }) => expr)].flatMap(namesIn);
    expect(asked.length).toBeGreaterThan(40);
    expect(asked.filter((name) => !exported.has(name))).toEqual([]);
  });

  // What has no series before its first event does not grow by it, and what compares with it never fires.
  it('is told from the start: every counter whose growth an alert asks for', async () => {
    const fresh = await startApp();
    try {
      const told = [...(await metricsOf(fresh)).keys()];
      const selectors = rules.flatMap(({ expr }) => [...expr.matchAll(/\b(?:rate|increase)\((\w+)(?:\{(.+?)\})?\[/g)]);
      const growing = selectors.filter(([, name = '']) => !FROM_THE_FIRST_ON.includes(name));
      expect(growing.length).toBeGreaterThan(6);
      const hasSeries = (name: string, labels = '') =>
        told.some((series) => series.replace(/\{.*/, '') === name && [...labels.matchAll(/\w+="[^"]*"/g)].every(([label]) => series.includes(label)));
      expect(growing.filter(([, name, labels]) => !hasSeries(name!, labels)).map(([text]) => text)).toEqual([]);
      expect(told.filter((series) => series.startsWith('latchkey_sign_ins_total'))).toHaveLength(5);
    } finally {
      await fresh.close();
    }
  });

  it('is documented: every metric of ours, and no other', () => {
    const documented = [...DOCUMENT.matchAll(/^\| `(latchkey_\w+)`/gm)].map(([, name]) => name);
    const ours = [...exported].filter((name) => name.startsWith('latchkey_') && !/_(bucket|sum|count)$/.test(name));
    expect(documented.sort()).toEqual(ours.sort());
  });

  it('is explained: every alert, with what to do', () => {
    expect(rules.length).toBeGreaterThan(8);
    const explained = [...DOCUMENT.matchAll(/^\| `(Latchkey\w+)` \|/gm)].map(([, name]) => name);
    expect(explained).toEqual(rules.map(({ alert }) => alert));
    for (const { labels, annotations } of rules) {
      expect(['critical', 'warning']).toContain(labels.severity);
      expect(annotations.summary.length).toBeGreaterThan(10);
    }
  });

  it('is a dashboard whose panels lie beside each other, each with an id and a query', () => {
    const charts = panels.filter(({ type }) => type !== 'row');
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(charts.filter(({ targets = [] }) => targets.length === 0)).toEqual([]);
    const cells = charts.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)}:${y + Math.floor(i / w)}`).filter((cell) => Number(cell.split(':')[0]) < 24),
    );
    expect(new Set(cells).size).toBe(charts.reduce((sum, { gridPos: { w, h } }) => sum + w * h, 0));
  });
});
