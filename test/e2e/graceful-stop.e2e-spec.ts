import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { createDatabase, type TestDatabase } from '../support/database';
import { Program } from '../support/program';
import { untilClosed } from '../support/raw';
import { within } from '../support/within';

interface Answer {
  readonly status: number;
  readonly connection: string | undefined;
  readonly body: string;
}

describe('a program that is told to stop', () => {
  let database: TestDatabase;
  let program: Program;
  beforeEach(async () => {
    database = await createDatabase();
  });
  afterEach(async () => {
    await program?.end('SIGKILL');
    await database.drop();
  });

  const agent = new Agent({ keepAlive: true });
  afterAll(() => agent.destroy());

  /** Rejects when the connection breaks before the answer is there. */
  const send = (method: string, path: string, { token = '', json }: { token?: string; json?: object } = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = { ...(json ? { 'content-type': 'application/json' } : {}), ...(token ? { authorization: `Bearer ${token}` } : {}) };
      const outgoing = request(program.baseUrl + path, { method, agent, headers }, (answer) => {
        let body = '';
        answer.on('data', (part: Buffer) => (body += part.toString()));
        answer.on('end', () => resolve({ status: answer.statusCode!, connection: answer.headers.connection, body }));
        answer.on('error', reject);
      });
      outgoing.on('error', reject);
      outgoing.end(json && JSON.stringify(json));
    });

  const start = async (drainSeconds: number): Promise<string> => {
    program = await Program.start({ DATABASE_URL: database.url, DRAIN_SECONDS: String(drainSeconds), THROTTLE: 'off' });
    const { body } = await send('POST', '/v2/users', { json: { email: 'ann@example.com', password: 'Right-Horse-9-Staple' } });
    return (JSON.parse(body) as { accessToken: string }).accessToken;
  };

  it('says so, serves on until balancers have noticed, drops nobody, and ends', async () => {
    const token = await start(2);
    const answers: Answer[] = [];
    const broken: unknown[] = [];
    let balanced = true;
    // As a balancer does: what is under way is waited for, and nothing new is sent once the instance is not ready.
    const caller = async (ask: () => Promise<Answer>) => {
      while (balanced) await ask().then((answer) => answers.push(answer), broken.push.bind(broken));
    };
    const signIn = () => send('POST', '/v2/auth/sign-in', { json: { email: 'ann@example.com', password: 'Right-Horse-9-Staple' } });
    const callers = [...Array.from({ length: 4 }, () => caller(() => send('GET', '/v2/users/me', { token }))), caller(signIn), caller(signIn)];

    await delay(500);
    const ending = program.end('SIGTERM');
    await within(1_500, async () =>
      expect(await send('GET', '/health/ready')).toMatchObject({ status: 503, body: '{"status":"unready","reasons":["stopping"]}' }),
    );
    expect(await send('GET', '/v2/users/me', { token })).toMatchObject({ status: 200, connection: 'close' });
    await delay(500);
    balanced = false;
    await Promise.all(callers);

    const { code, took } = await ending;
    expect(code).toBe(0);
    expect(took).toBeLessThan(15_000);
    expect(broken).toEqual([]);
    expect(answers.length).toBeGreaterThan(10);
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('answers a request that takes long, and lets nobody new in', async () => {
    const token = await start(0);
    const other = new Client({ connectionString: database.url });
    await other.connect();
    await other.query('BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE');
    const slow = send('PATCH', '/v2/users/me', { token, json: { name: 'Ann' } });
    await delay(300);
    const ending = program.end('SIGTERM');
    await within(2_000, () => expect(send('GET', '/health/live')).rejects.toMatchObject({ code: 'ECONNREFUSED' }));
    await other.query('ROLLBACK');
    await other.end();
    expect(await slow).toMatchObject({ status: 200 });
    expect(await ending).toMatchObject({ code: 0 });
  });

  it('waits for who reads their answers slowly', async () => {
    await start(0);
    const path = '/docs-json';
    const { body } = await send('GET', path);
    const times = 100;
    const slow = connect(Number(new URL(program.baseUrl).port), '127.0.0.1');
    const ended = untilClosed(slow);
    slow.pause();
    slow.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`.repeat(times));
    await delay(1_000);
    const ending = program.end('SIGTERM');
    await delay(1_000);
    slow.resume();
    const { said, failed } = await ended;
    expect(failed).toBe(false);
    expect(said.split(body.slice(-1_000)).length - 1).toBe(times);
    expect(await ending).toMatchObject({ code: 0 });
  });

  it('ends in order, within fifteen seconds, though somebody does not read their answers', async () => {
    await start(0);
    // Answers of some megabytes, more than the machine takes for somebody who reads none of it.
    const deaf = connect(Number(new URL(program.baseUrl).port), '127.0.0.1');
    const cut = new Promise((resolve) => deaf.on('close', resolve).on('error', resolve));
    deaf.pause();
    deaf.write('GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'.repeat(20));
    await delay(2_000);
    const { code, took } = await program.end('SIGTERM');
    // With 0: it was the connection that was given up, not the stop.
    expect({ code, inTime: took < 15_000 }).toEqual({ code: 0, inTime: true });
    deaf.destroy();
    await cut;
  });
});
