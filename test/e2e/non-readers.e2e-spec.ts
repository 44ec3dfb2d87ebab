import { Agent, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { startApp, type TestApp } from '../support/app';
import { within } from '../support/within';

const ASK = 'GET /docs-json HTTP/1.1\r\nHost: localhost\r\n\r\n';
/** So many answers that no buffer between the two holds them. */
const MANY = 100;

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.close());

const open = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = app.app.getHttpServer() as { getConnections(tell: (error: Error | null, count: number) => void): void };
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });

/** Asks for all at once, and reads nothing. */
function nonReader(): Socket {
  const socket = connect(app.port, '127.0.0.1').on('error', () => undefined);
  socket.pause();
  socket.write(ASK.repeat(MANY));
  return socket;
}

/** Asks for as much, and reads a little now and then. */
function slowReader(): { socket: Socket; read: () => number } {
  let bytes = 0;
  const socket = connect(app.port, '127.0.0.1').on('error', () => undefined);
  socket.on('data', (chunk) => {
    bytes += chunk.length;
    socket.pause();
    setTimeout(() => socket.resume(), 250);
  });
  socket.write(ASK.repeat(MANY));
  return { socket, read: () => bytes };
}

const get = (agent: Agent): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const answered = (answer: IncomingMessage) => answer.resume().on('end', () => resolve(answer));
    request(`${app.baseUrl}/health/live`, { agent }, answered).on('error', reject).end();
  });

test('who does not read is cut; who reads slowly, or keeps a quiet connection, is not', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await get(agent);
  const slow = slowReader();
  const silent = [nonReader(), nonReader(), nonReader()];
  await within(10_000, async () => expect(await open()).toBe(5));
  await delay(10_000);
  expect(await open()).toBe(5);
  await within(60_000, async () => expect(await open()).toBe(2));
  const before = slow.read();
  await within(10_000, () => Promise.resolve(expect(slow.read()).toBeGreaterThan(before)));
  const again = await get(agent);
  expect([again.statusCode, await open()]).toEqual([200, 2]);
  for (const socket of [...silent, slow.socket]) socket.destroy();
  agent.destroy();
}, 120_000);

test('who would be one too many is closed at once, and those who are in are served', async () => {
  const server = app.app.getHttpServer() as { maxConnections: number };
  expect(server.maxConnections).toBe(10_000);
  await within(10_000, async () => expect(await open()).toBe(0));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  server.maxConnections = 3;
  const inside = [connect(app.port, '127.0.0.1'), connect(app.port, '127.0.0.1')];
  try {
    await get(agent);
    await within(10_000, async () => expect(await open()).toBe(3));
    const outside = connect(app.port, '127.0.0.1').on('error', () => undefined);
    await new Promise((resolve) => outside.on('close', resolve).resume());
    expect([(await get(agent)).statusCode, await open()]).toEqual([200, 3]);
    inside[0]!.destroy();
    await within(10_000, async () => expect(await open()).toBe(2));
    await app.http.get('/health/live').expect(200);
  } finally {
    server.maxConnections = 10_000;
    for (const socket of inside) socket.destroy();
    agent.destroy();
  }
}, 60_000);

test.each(['/docs-json', '/docs-yaml', '/docs/swagger-ui-init.js'])('%s is made once, and is the same bytes for all', async (path) => {
  const answers = [await app.http.get(path).expect(200), await app.http.get(path).expect(200)];
  const head = await app.http.head(path).expect(200);
  const shown = answers.map(({ headers, text }) => [
    (headers as Record<string, string>)['content-type'],
    (headers as Record<string, string>)['content-length'],
    text,
  ]);
  expect(shown[1]).toEqual(shown[0]);
  expect(answers[0]!.text).toContain('/v2/users/me');
  expect([(head.headers as Record<string, string>)['content-type'], (head.headers as Record<string, string>)['content-length']]).toEqual(shown[0]!.slice(0, 2));
  const stringify = jest.spyOn(JSON, 'stringify');
  await app.http.get(path).expect(200);
  const lengths = stringify.mock.results.map(({ value }) => String(value).length);
  stringify.mockRestore();
  expect(Math.max(0, ...lengths)).toBeLessThan(100_000);
});
