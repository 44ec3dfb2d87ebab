import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCollector } from '../support/collector';
import { createDatabase, type TestDatabase } from '../support/database';
import { Program } from '../support/program';

const SECRET = randomBytes(32).toString('base64');
const PRELOAD = join(__dirname, '../support/loaded-modules.cjs');
/** Milliseconds: a program is started, and others may be at work on the machine. */
const PATIENCE = 120_000;

describe('OpenTelemetry', () => {
  let database: TestDatabase;
  let directory: string;
  beforeAll(async () => {
    database = await createDatabase();
    directory = await mkdtemp(join(tmpdir(), 'latchkey-modules-'));
  });
  afterAll(async () => {
    await database.drop();
    await rm(directory, { recursive: true, force: true });
  });

  /** Its packages that a program has loaded by its end, after all that it may load late. */
  async function loadedPackages(settings: Record<string, string>): Promise<string[]> {
    const list = join(directory, 'modules.json');
    const watched = { NODE_OPTIONS: `--require ${PRELOAD}`, LOADED_MODULES: list };
    const program = await Program.start({ DATABASE_URL: database.url, LATCHKEY_SECRET: SECRET, ...watched, ...settings });
    for (const path of ['/metrics', '/docs', '/v2/users/me', '/health/ready']) await (await fetch(program.baseUrl + path)).text();
    expect(await program.end('SIGTERM')).toMatchObject({ code: 0 });
    const files = JSON.parse(await readFile(list, 'utf8')) as string[];
    expect(files.some((file) => file.endsWith('/dist/src/program.js'))).toBe(true);
    return [...new Set(files.flatMap((file) => /node_modules\/(@opentelemetry\/[\w-]+)\/(?!.*node_modules)/.exec(file)?.[1] ?? []))].sort();
  }

  it(
    'is not loaded where OTEL_EXPORTER_OTLP_ENDPOINT is not set, but for the interface that prom-client asks for',
    async () => {
      expect(await loadedPackages({})).toEqual(['@opentelemetry/api']);
    },
    PATIENCE,
  );

  it(
    'is loaded where it is set, as this test would see',
    async () => {
      const collector = await startCollector();
      expect(await loadedPackages({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url })).toEqual(
        expect.arrayContaining(['@opentelemetry/sdk-trace-node', '@opentelemetry/instrumentation-http']),
      );
      await collector.close();
    },
    PATIENCE,
  );
});
