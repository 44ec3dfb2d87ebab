import { Client } from 'pg';
import { startApp, type TestApp } from '../support/app';
import { createDatabase, run, type TestDatabase } from '../support/database';
import { withinEverywhere } from '../support/everywhere';
import { currentRun } from '../support/run';
import { within } from '../support/within';

let database: TestDatabase;
let app: TestApp;
beforeEach(async () => {
  database = await createDatabase();
  app = await startApp({ DATABASE_URL: database.url });
  // Until an instance has heard its first heartbeat it is ready, but degraded.
  await withinEverywhere(app, 5_000, () => app.http.get('/health/ready').expect(200, { status: 'ready' }));
});
afterEach(async () => {
  await app?.close();
  await database.drop();
});

test('a serving instance is live and ready, to anybody, and says nothing more', async () => {
  const live = await app.http.get('/health/live').expect(200, { status: 'live' });
  const ready = await app.http.get('/health/ready').expect(200, { status: 'ready' });
  for (const { headers } of [live, ready]) expect(headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' });
  await app.http.get('/health/ready').set('authorization', 'Bearer nonsense').expect(200);
  await app.http.head('/health/ready').expect(200);
});

test('without its database it is live, but not ready', async () => {
  await database.drop();
  await app.http.get('/health/ready').expect(503, { status: 'unready', reasons: ['database_unreachable'] });
  await app.http.get('/health/live').expect(200, { status: 'live' });
});

test('a database that takes no writes is no database to serve from, until it takes them again', async () => {
  const ann = await app.given.user();
  const signIn = () => app.http.post('/v2/auth/sign-in').send({ email: ann.email, password: ann.password });
  const [{ name } = { name: '' }] = await run<{ name: string }>(database.url, 'SELECT current_database() AS name');
  const cut = () => run(database.url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()`, [name]);
  await run(database.url, `ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  await cut();
  await within(5_000, () => app.http.get('/health/ready').expect(503, { status: 'unready', reasons: ['database_read_only'] }));
  const { body } = await signIn().expect(503).expect('retry-after', '2');
  expect(body).toMatchObject({ code: 'overloaded' });
  await run(currentRun().serverUrl, `ALTER DATABASE ${name} RESET default_transaction_read_only`);
  await within(5_000, () => app.http.get('/health/ready').expect(200));
  await signIn().expect(200);
});

test('a database that does not answer is given up on after two seconds, and found again when it does', async () => {
  const other = new Client({ connectionString: database.url });
  await other.connect();
  try {
    await other.query('BEGIN; LOCK TABLE migrations IN ACCESS EXCLUSIVE MODE');
    const begin = Date.now();
    const answers = await Promise.all(Array.from({ length: 30 }, () => app.http.get('/health/ready')));
    expect(Date.now() - begin).toBeLessThan(3_500);
    for (const { status, body } of answers) expect([status, body]).toEqual([503, { status: 'unready', reasons: ['database_unreachable'] }]);
  } finally {
    await other.end();
  }
  await app.http.get('/health/ready').expect(200, { status: 'ready' });
});

test.each(['DELETE FROM migrations', 'DROP TABLE migrations'])('after %s it is not ready', async (sql) => {
  await run(database.url, sql);
  await app.http.get('/health/ready').expect(503, { status: 'unready', reasons: ['migrations_missing'] });
});

test('migrations of a newer release do not matter', async () => {
  await run(database.url, "INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')");
  await app.http.get('/health/ready').expect(200, { status: 'ready' });
});
