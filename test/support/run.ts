import { appendFileSync, mkdtempSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DIRECTORY = 'LATCHKEY_TEST_RUN';
const SERVER = 'LATCHKEY_TEST_SERVER';
const TEMPLATE = 'LATCHKEY_TEST_TEMPLATE';
const REDIS = 'LATCHKEY_TEST_REDIS';
const POOLER = 'LATCHKEY_TEST_POOLER';

/** What the global setup made and every worker uses; handed on through the environment, which workers inherit. */
export interface TestRun {
  /** Where this run's log lines and the secrets met on the way are collected, for the check after the tests. */
  readonly directory: string;
  /** The PostgreSQL server, as the URL of a database whose role may create databases. */
  readonly serverUrl: string;
  /** The migrated database that each test's own is copied from. */
  readonly template: string;
  /** A Redis for the tests that need one; null where there is none. */
  readonly redisUrl: string | null;
  /** The port of a pgbouncer before that server, where several instances are tested as one; else null. */
  readonly poolerPort: number | null;
}

/** The directory of this run: the one `npm test` made and looks at afterwards, else one that goes with the run. */
export function openRunDirectory(): { directory: string; isOwn: boolean } {
  const given = process.env[DIRECTORY];
  return given ? { directory: given, isOwn: false } : { directory: mkdtempSync(join(tmpdir(), 'latchkey-test-')), isOwn: true };
}

export function publishRun(run: TestRun): void {
  process.env[DIRECTORY] = run.directory;
  process.env[SERVER] = run.serverUrl;
  process.env[TEMPLATE] = run.template;
  process.env[REDIS] = run.redisUrl ?? '';
  process.env[POOLER] = run.poolerPort === null ? '' : String(run.poolerPort);
}

export function currentRun(): TestRun {
  return {
    directory: required(DIRECTORY),
    serverUrl: required(SERVER),
    template: required(TEMPLATE),
    redisUrl: process.env[REDIS] || null,
    poolerPort: Number(process.env[POOLER]) || null,
  };
}

const opened = new Map<string, number>();

/** Adds to a file of this worker alone, so that two workers never write into one file. It stays open: lines are many. */
export function append(directory: string, kind: string, extension: string, text: string): void {
  const name = join(directory, `${kind}-${process.env['JEST_WORKER_ID'] ?? 'main'}-${process.pid}.${extension}`);
  const file = opened.get(name) ?? openSync(name, 'a');
  opened.set(name, file);
  appendFileSync(file, text);
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: this test belongs to the e2e project, which has the global setup`);
  return value;
}
