import { randomBytes } from 'node:crypto';
import { startApp, type TestApp } from '../support/app';
import { createDatabase, randomName, type TestDatabase } from '../support/database';
import type { Device } from '../support/factories';
import { administratorOf } from '../support/per-worker/connections';
import { complaintOf, latchkey } from '../support/cli';
import { currentRun } from '../support/run';
import { within } from '../support/within';

/** Milliseconds until the service serves again once the database lets it in. */
const BACK_WITHIN = 10_000;

const role = randomName('latchkey_role');
let database: TestDatabase;
let app: TestApp;
let phone: Device;
let name: string;

const administrator = () => administratorOf(currentRun().serverUrl);

/** The database with a role of its own, whose right to log in can be taken away. */
function asRole(url: string): string {
  const parts = new URL(url);
  parts.username = role;
  parts.password = randomBytes(12).toString('hex');
  return parts.href;
}

beforeAll(async () => {
  database = await createDatabase();
  name = new URL(database.url).pathname.slice(1);
  const url = asRole(database.url);
  await administrator().query(`CREATE ROLE ${role} SUPERUSER LOGIN PASSWORD '${new URL(url).password}'`);
  app = await startApp({ THROTTLE: 'off', DATABASE_URL: url });
  phone = await app.given.session(await app.given.user());
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
  await administrator().query(`DROP ROLE IF EXISTS ${role}`);
});

const cutAll = () => administrator().query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);

async function rename(from: string, to: string): Promise<void> {
  // Whoever is connected is in the way of another name.
  await administrator().query(`ALTER DATABASE ${from} ALLOW_CONNECTIONS false`);
  await within(BACK_WITHIN, async () => {
    await administrator().query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [from]);
    await administrator().query(`ALTER DATABASE ${from} RENAME TO ${to}`);
  });
  await administrator().query(`ALTER DATABASE ${to} ALLOW_CONNECTIONS true`);
}

describe('a database that lets nobody in', () => {
  it.each([
    [
      'takes no connections',
      async () => {
        await administrator().query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
        await cutAll();
      },
      () => administrator().query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`),
    ],
    ['has another name', () => rename(name, `${name}_moved`), () => rename(`${name}_moved`, name)],
    [
      'knows the role no more',
      async () => {
        await administrator().query(`ALTER ROLE ${role} NOLOGIN`);
        await cutAll();
      },
      () => administrator().query(`ALTER ROLE ${role} LOGIN`),
    ],
  ])('since it %s: everybody is told to come again, as in every outage, and is served once it does', async (_, shut, open) => {
    await phone.get('/v2/sessions').expect(200);
    await shut();
    try {
      for (let time = 0; time < 3; time++) await phone.get('/v2/sessions').expect(503).expect('retry-after', '2');
      await app.http.post('/v2/auth/refresh').send({ refreshToken: phone.refreshToken }).expect(503).expect('retry-after', '2');
      await app.http.get('/health/ready').expect(503, { status: 'unready', reasons: ['database_unreachable'] });
      const outcome = await latchkey(app.settings, 'keys', 'list');
      expect(outcome.code).toBe(1);
      expect(complaintOf(outcome)).toMatch(/^The database cannot be reached: [^\n]*$/);
    } finally {
      await open();
    }
    await within(BACK_WITHIN, () => phone.get('/v2/sessions').expect(200));
    await within(BACK_WITHIN, () => app.http.get('/health/ready').expect(200));
  });
});
