import { Client, type Pool } from 'pg';
import { DataSource } from 'typeorm';
import { RequestDeadline } from '../../src/http/request-deadline';
import { startApp, type TestApp } from '../support/app';
import { expectNoLeak } from '../support/leaks';

const POOL = 4;
/** Milliseconds in which who gets no connection is told so, and who gets one and then waits for a lock, well before the deadline of requests. */
const PATIENCE = 5_000;
const PATIENCE_WITH_LOCK = 8_000;

let app: TestApp;
beforeAll(async () => (app = await startApp({ THROTTLE: 'off', DATABASE_POOL: String(POOL) })));
afterAll(() => app.close());

describe('a pool whose connections are all taken', () => {
  /** Milliseconds that the machine was busy with the work itself while it went on: it is not the pool that takes them. */
  const busyDuring = async <T>(work: Promise<T>): Promise<[T, number]> => {
    const before = performance.eventLoopUtilization();
    return [await work, performance.eventLoopUtilization(before).active];
  };
  const signIns = () =>
    Promise.all(
      Array.from({ length: 4 * POOL }, async () => {
        const from = performance.now();
        const { status, body } = await app.http.post('/v2/auth/sign-in').send({ email: 'nobody@example.com', password: 'Wrong-Anyway-Horse' });
        return { answer: `${status} ${(body as { code: string }).code}`, took: performance.now() - from };
      }),
    );
  const expectRefused = (answers: Awaited<ReturnType<typeof signIns>>, patience: number) => {
    expect(new Set(answers.map(({ answer }) => answer))).toEqual(new Set(['503 overloaded']));
    expect(Math.max(...answers.map(({ took }) => took))).toBeLessThan(patience);
    // It is the pool that refuses, not the deadline of requests.
    expect([...app.app.get(RequestDeadline).missed]).toEqual([]);
  };
  const expectServing = async () => {
    await app.http.post('/v2/auth/sign-in').send({ email: 'nobody@example.com', password: 'Wrong-Anyway-Horse' }).expect(401);
    await expectNoLeak(app, POOL);
  };

  it('answers 503 within five seconds, and serves again at once', async () => {
    const { master } = app.app.get(DataSource).driver as unknown as { master: Pool };
    const taken = await Promise.all(Array.from({ length: POOL }, () => master.connect()));
    expect((master as unknown as { options: { connectionTimeoutMillis: number } }).options.connectionTimeoutMillis).toBeLessThan(PATIENCE);
    const refused = busyDuring(signIns()).then(([answers, busy]) => expectRefused(answers, PATIENCE + busy));
    await refused.finally(() => taken.forEach((client) => client.release()));
    await expectServing();
  }, 120_000);

  it('answers 503 where they all wait for a lock, and leaks none', async () => {
    const blocker = new Client({ connectionString: app.databaseUrl });
    await blocker.connect();
    try {
      await blocker.query('BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE');
      expectRefused(await signIns(), PATIENCE_WITH_LOCK);
    } finally {
      await blocker.end();
    }
    await expectServing();
  }, 120_000);
});
