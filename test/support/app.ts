import { createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { QueryResultRow } from 'pg';
import request from 'supertest';
import { TestClock } from './clock';
import { clusterSettings, startCluster } from './cluster';
import { isCluster } from './cluster-mode';
import { createDatabase, keptDatabase, type TestDatabase } from './database';
import { Given, type HttpClient } from './factories';
import { forgetEverywhere } from './heard-by-all';
import { freePort } from './free-port';
import { type Place, type Settings, startInstance } from './instance';
import { Mailbox } from './mailbox';
import { closeMailbox, openMailbox } from './shared-mailboxes';

export interface TestApp {
  /** A client without credentials; `given.session(user)` makes one with. */
  readonly http: HttpClient;
  readonly given: Given;
  readonly baseUrl: string;
  readonly port: number;
  readonly clock: TestClock;
  readonly mailbox: Mailbox;
  readonly databaseUrl: string;
  readonly app: NestFastifyApplication;
  /** Every application behind `baseUrl`, `app` being the first: several in a cluster. */
  readonly apps: readonly NestFastifyApplication[];
  /** The environment of this app, for a second instance or a command beside it. */
  readonly settings: Readonly<Record<string, string>>;
  /** Rows of a statement on the app's database, past the app. */
  db<Row extends QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

const ROOT_SECRET = randomBytes(32);

/** One for all apps on a database, so that they understand each other; what others count in the same Redis is not theirs. */
const secretOf = (databaseUrl: string) => createHmac('sha256', ROOT_SECRET).update(databaseUrl).digest('base64');

/**
 * The real program on a port of its own and a fresh database, in local mode unless the settings say otherwise.
 * @param settings environment variables over the defaults; `DATABASE_URL` takes that database and leaves it there
 */
export async function startApp(settings: Record<string, string> = {}, needs: Pick<Place, 'realHashes'> = {}): Promise<TestApp> {
  const given = settings['DATABASE_URL'];
  // The statements of the test go past what may stand between the app and this database.
  const database = given === undefined ? await createDatabase() : keptDatabase(settings['DATABASE_DIRECT_URL'] ?? given);
  const url = given ?? database.url;
  const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-data-'));
  const release = async () => {
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const defaults = { LATCHKEY_LOCAL: '1', LOG_LEVEL: 'debug', LATCHKEY_SECRET: secretOf(url), DATA_DIR: dataDir, DATABASE_URL: url };
    const surroundings = isCluster() ? clusterSettings(url, settings) : {};
    return await listen({ ...defaults, ...surroundings, ...settings }, { ...database, drop: release }, needs);
  } catch (error) {
    await release();
    throw error;
  }
}

async function listen(given: Settings, database: TestDatabase, needs: Pick<Place, 'realHashes'>): Promise<TestApp> {
  // Links in mails carry the port, so it is chosen before the configuration is read.
  const port = given['PORT'] === undefined ? await freePort() : Number(given['PORT']);
  const settings: Settings = { ...given, PORT: String(port) };
  const clock = new TestClock();
  const databaseUrl = settings['DATABASE_DIRECT_URL'] ?? settings.DATABASE_URL;
  const box = openMailbox(databaseUrl, clock);
  const start = isCluster() ? startCluster : startInstance;
  const {
    app,
    apps,
    close: stop,
  } = await start(settings, { clock, port, box, ...needs }).catch((error: unknown) => {
    closeMailbox(databaseUrl);
    throw error;
  });
  const baseUrl = `http://127.0.0.1:${port}`;
  const mailbox = new Mailbox(box);
  const http = request(baseUrl);
  const db = async <Row extends QueryResultRow>(sql: string, values?: unknown[]) => {
    const rows = await database.query<Row>(sql, values);
    if (!/^\s*SELECT/i.test(sql)) forgetEverywhere(apps);
    return rows;
  };
  const close = async () => {
    mailbox.all(); // so that the links of mails no test looked at are known to the check of the log
    await stop();
    closeMailbox(databaseUrl);
    await database.drop();
  };
  return { http, given: new Given({ baseUrl, http, mailbox, db }), baseUrl, port, clock, mailbox, databaseUrl, app, apps, settings, db, close };
}
