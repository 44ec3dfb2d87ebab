import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import Fastify, { type FastifyInstance } from 'fastify';
import { ApiRegistry } from '../../src/http/api-registry';
import { noteArrivals } from '../../src/http/arrival';
import { FaultCounts } from '../../src/http/fault-counts';
import { RequestDeadline } from '../../src/http/request-deadline';
import { within } from '../support/within';

/** Milliseconds. */
const DEADLINE = 10_000;

let server: FastifyInstance;
let deadline: RequestDeadline;
let counts: FaultCounts;
let baseUrl: string;
/** What the hooks know to be answered. */
const over: string[] = [];
beforeAll(async () => {
  server = Fastify({ forceCloseConnections: true });
  noteArrivals(server, () => performance.now());
  counts = new FaultCounts();
  deadline = new RequestDeadline(new ApiRegistry(), counts);
  deadline.watch(server);
  server.addHook('onSend', ({ url }, _reply, payload, done) => {
    over.push(url);
    done(null, payload);
  });
  server.all('/hangs', () => new Promise<never>(() => undefined));
  server.get('/slow', () => delay(8_500, 'done'));
  baseUrl = await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

async function told(path: string, method = 'GET'): Promise<{ status: number; retryAfter: string | null; took: number }> {
  const from = performance.now();
  const { status, headers } = await fetch(`${baseUrl}${path}`, { method });
  return { status, retryAfter: headers.get('retry-after'), took: performance.now() - from };
}

/** What comes on one connection by which several requests were sent at once, up to the deadline. */
async function pipelined(...paths: string[]): Promise<string> {
  const socket = connect(Number(new URL(baseUrl).port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: here\r\n\r\n`).join(''));
  await delay(DEADLINE);
  socket.destroy();
  return text;
}

it('a request that never ends is answered 503 within ten seconds, whatever its method and however many its connection sent', async () => {
  const [read, change, slow, several] = await Promise.all([told('/hangs'), told('/hangs', 'POST'), told('/slow'), pipelined('/hangs', '/hangs', '/hangs')]);
  expect([read, change]).toEqual([
    { status: 503, retryAfter: '2', took: expect.any(Number) },
    { status: 503, retryAfter: '2', took: expect.any(Number) },
  ]);
  for (const { took } of [read, change]) expect(took).toBeLessThan(DEADLINE);
  expect(slow.status).toBe(200);
  expect(several.match(/HTTP\/1\.1 503 /g)).toHaveLength(3);
  expect(deadline.missed.get('native')).toBe(5);
  expect(counts.all()).toEqual([{ api: 'native', code: 'overloaded', count: 5 }]);
}, 120_000);

it('a request that never ends is over for the hooks too, where its caller has gone', async () => {
  await Promise.all(['/hangs?1', '/hangs?2'].map((path) => expect(fetch(baseUrl + path, { signal: AbortSignal.timeout(300) })).rejects.toThrow()));
  expect(over).not.toContain('/hangs?1');
  await within(2 * DEADLINE, () => Promise.resolve(expect(over).toEqual(expect.arrayContaining(['/hangs?1', '/hangs?2']))));
}, 120_000);
