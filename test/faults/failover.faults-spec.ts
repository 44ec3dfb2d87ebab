import type { Pool } from 'pg';
import type { Response } from 'supertest';
import { DataSource } from 'typeorm';
import { startApp, type TestApp } from '../support/app';
import { run } from '../support/database';
import type { Device } from '../support/factories';
import { expectNoLeak } from '../support/leaks';
import { OwnPostgres } from '../support/own-postgres';
import { serverOf, startTcpProxy, type TcpProxy, throughPort } from '../support/tcp-proxy';
import { within } from '../support/within';

const POOL = 4;
/** Milliseconds until the service serves again once there is a primary under its name, with some to spare on a slow machine. */
const BACK_WITHIN = 10_000;

/** Two servers of one history, and the name by which the service knows its database: it leads to one of them. */
let first: OwnPostgres | undefined;
let second: OwnPostgres | undefined;
let name: TcpProxy;
let app: TestApp;
let phone: Device;

beforeEach(async () => {
  first = await OwnPostgres.start();
  second = undefined;
  name = await startTcpProxy(serverOf(first.url));
  app = await startApp({ THROTTLE: 'off', DATABASE_URL: throughPort(first.url, name.port), DATABASE_POOL: String(POOL) });
  phone = await app.given.session(await app.given.user());
  await serving();
}, 180_000);
afterEach(async () => {
  await app?.close();
  await name?.close();
  await second?.remove();
  await first?.remove();
});

const serving = () => within(BACK_WITHIN, () => app.http.get('/health/ready').expect(200, { status: 'ready' }));

/** Every connection is busy at once, so that each of the pool's is tried. */
const reads = () => Promise.all(Array.from({ length: 3 * POOL }, () => phone.get('/v2/sessions')));
const rename = (to: string) => phone.patch('/v2/users/me').send({ name: to });
const register = (who: string) => app.http.post('/v2/users').send({ email: `${who}@example.com`, password: 'Nine-Lives-Of-A-Name' });

const unready = () => within(BACK_WITHIN, () => app.http.get('/health/ready').expect(503, { status: 'unready', reasons: ['database_read_only'] }));

/** Nothing is a defect: each is told "not now", with a time to come again. */
function expectRefused(answers: readonly Response[]): void {
  for (const { status, body, headers } of answers) {
    expect([status, body, headers['retry-after']]).toEqual([503, expect.objectContaining({ code: 'overloaded' }), '2']);
  }
}

/** The primary is away, and its name leads to its standby. */
async function failOver(): Promise<OwnPostgres> {
  await first?.stop();
  const standby = (second = await first!.standby());
  name.leadTo(serverOf(standby.url));
  name.speak();
  await unready();
  // What is read there is of the past.
  expectRefused([...(await reads()), await rename('Ann'), await register('too-early')]);
  return standby;
}

async function expectServing(who: string): Promise<void> {
  await serving();
  expect((await reads()).map(({ status }) => status)).toEqual(Array<number>(3 * POOL).fill(200));
  await rename(who).expect(200);
  await register(who).expect(201);
}

it('a standby under the name of the primary is neither read nor written, and is used once it is promoted', async () => {
  const standby = await failOver();
  await standby.promote();
  await expectServing('bea');
  expect(await run(standby.url, `SELECT name FROM users WHERE name = 'bea'`)).toHaveLength(1);
}, 180_000);

it('no connection stays at a standby that is never promoted, once the name leads to the primary again', async () => {
  const standby = await failOver();
  await first?.startAgain();
  // Nothing is cut: what is open stays open.
  name.leadTo(serverOf(first!.url));
  await expectServing('cleo');
  expect(await run(standby.url, `SELECT pid FROM pg_stat_activity WHERE application_name IN ('latchkey', 'latchkey notices')`)).toEqual([]);
}, 180_000);

it('a server that is set to read only is not ready and refuses changes, and is used again after', async () => {
  const set = async (to: string) => {
    await run(first!.url, `ALTER SYSTEM SET default_transaction_read_only = ${to}`);
    await run(first!.url, 'SELECT pg_reload_conf()');
  };
  await set('on');
  await unready();
  expectRefused([await rename('Ann'), await register('too-early'), await rename('Ann')]);
  await set('off');
  await expectServing('dora');
}, 180_000);

it('a connection on which a write was refused is given up, and the next one writes', async () => {
  const { master } = app.app.get(DataSource).driver as unknown as { master: Pool };
  const clients = await Promise.all(Array.from({ length: POOL }, () => master.connect()));
  for (const client of clients) {
    await client.query('SET default_transaction_read_only = on');
    client.release();
  }
  expectRefused([await rename('Eve')]);
  await within(BACK_WITHIN, () => rename('Eve').expect(200));
  await expectNoLeak(app, POOL);
}, 180_000);
