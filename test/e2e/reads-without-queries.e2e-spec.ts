import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'pg-connection-string';
import { startApp, type TestApp } from '../support/app';
import { countQueries } from '../support/queries';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy';

const READS = ['/v2/users/me', '/v2/users/me'];

/** Waits until reads with the token cost no query: the instance hears, and has the session in memory. */
async function untilCached(app: TestApp, token: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const queries = await countQueries(() => read(app, token, 200));
    if (queries === 0) return;
    await sleep(50);
  }
  throw new Error('reads went on costing queries');
}

async function read(app: TestApp, token: string, status: number): Promise<void> {
  await app.http.get('/v2/users/me').set('authorization', `Bearer ${token}`).expect(status);
}

async function untilRefused(app: TestApp, token: string, limit: number): Promise<void> {
  const end = performance.now() + limit;
  while (performance.now() < end) {
    const { status } = await app.http.get('/v2/users/me').set('authorization', `Bearer ${token}`);
    if (status === 401) return;
    await sleep(10);
  }
  throw new Error(`still accepted after ${limit} ms`);
}

describe('reads without queries', () => {
  let here: TestApp;
  let there: TestApp;
  let line: TcpProxy;
  let token: string;

  beforeAll(async () => {
    here = await startApp();
    const { host, port, user, password, database } = parse(here.databaseUrl);
    line = await startTcpProxy(host?.startsWith('/') ? { path: `${host}/.s.PGSQL.${port || 5432}` } : { host: host ?? 'localhost', port: Number(port || 5432) });
    const credentials = password ? `${user}:${encodeURIComponent(password)}` : user;
    there = await startApp({ DATABASE_URL: here.databaseUrl, DATABASE_DIRECT_URL: `postgres://${credentials}@127.0.0.1:${line.port}/${database}` });
  });

  afterAll(async () => {
    await there.close();
    await line.close();
    await here.close();
  });

  beforeEach(async () => {
    const email = `reader-${Math.floor(performance.now() * 1000)}@example.com`;
    const { body } = await here.http.post('/v2/users').send({ email, password: 'correct horse battery' }).expect(201);
    token = (body as { accessToken: string }).accessToken;
    await untilCached(here, token);
    await untilCached(there, token);
  });

  const end = () => here.http.post('/v2/auth/sign-out').set('authorization', `Bearer ${token}`).expect(204);

  it('costs no query on a good token', async () => {
    const queries = await countQueries(async () => {
      for (const path of READS) await here.http.get(path).set('authorization', `Bearer ${token}`).expect(200);
    });
    expect(queries).toBe(0);
  });

  it('an ended session is dead at the next request here, and at once on the other instance', async () => {
    await end();
    await read(here, token, 401);
    await untilRefused(there, token, 1_000);
  });

  it('shows a change of the account at the next request here, and at once on the other instance', async () => {
    await here.http.patch('/v2/users/me').set('authorization', `Bearer ${token}`).send({ name: 'Ann' }).expect(200);
    const near = await here.http.get('/v2/users/me').set('authorization', `Bearer ${token}`).expect(200);
    expect(near.body).toMatchObject({ name: 'Ann' });
    await sleep(300);
    const far = await there.http.get('/v2/users/me').set('authorization', `Bearer ${token}`).expect(200);
    expect(far.body).toMatchObject({ name: 'Ann' });
  });

  it('hears of what is changed past every instance', async () => {
    await here.db('UPDATE users SET disabled_at = now() WHERE id = (SELECT user_id FROM sessions ORDER BY number DESC LIMIT 1)');
    await untilRefused(here, token, 1_000);
    await untilRefused(there, token, 1_000);
  });

  it('refuses by the database while its notice connection is cut, and remembers again after', async () => {
    await here.db(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'latchkey notices' AND datname = current_database()`);
    await end();
    await read(here, token, 401);
    await untilRefused(there, token, 100);
    const { body } = await here.http.post('/v2/auth/sign-in').send({ email: 'nobody@example.com', password: 'x' }).expect(401);
    expect(body).toMatchObject({ code: 'bad_credentials' });
  });

  it('refuses by the database while its notice connection is open but silent', async () => {
    line.fallSilent();
    await sleep(2_100);
    await end();
    await read(there, token, 401);
    line.speak();
  });
});
