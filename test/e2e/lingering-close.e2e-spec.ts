import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { startApp, type TestApp } from '../support/app';
import { type Ending, untilClosed } from '../support/raw';

const LENGTH = 1_000_000;
const HEAD = `POST /v2/auth/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${LENGTH}\r\n\r\n`;

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.close());

/** Begins a request whose body is too long, and does not listen yet. It may go on sending when the other side has ended. */
function begin(allowHalfOpen = false): { socket: Socket; ending: Promise<Ending> } {
  const socket = connect({ port: app.port, host: '127.0.0.1', allowHalfOpen });
  socket.write(HEAD);
  const ending = untilClosed(socket);
  socket.pause();
  return { socket, ending };
}

test('who is refused while the body is on its way can send it to its end and read why', async () => {
  const { socket, ending } = begin();
  for (let part = 0; part < 10; part++) {
    await delay(30);
    socket.write('x'.repeat(LENGTH / 10));
  }
  socket.resume();
  expect(await ending).toEqual({ said: expect.stringMatching(/^HTTP\/1\.1 413 .*"code":"body_too_large"/s) as string, failed: false });
});

test('who goes on sending is cut about a second after the refusal', async () => {
  const { socket, ending } = begin(true);
  socket.resume();
  const began = performance.now();
  const timer = setInterval(() => socket.writable && socket.write('x'), 100);
  expect((await ending).said).toMatch(/^HTTP\/1\.1 413 /);
  clearInterval(timer);
  expect(performance.now() - began).toBeGreaterThan(900);
  expect(performance.now() - began).toBeLessThan(8_000);
});

test('a connection on which much was refused before it had come closes like any other', async () => {
  const socket = connect(app.port, '127.0.0.1');
  const ending = untilClosed(socket);
  socket.write('GET /nothing HTTP/1.1\r\n\r\n'.repeat(20_000));
  socket.write('GET /nothing HTTP/1.1\r\nConnection: close\r\n\r\n');
  const { said, failed } = await ending;
  expect([said.split('HTTP/1.1 400 ').length - 1, failed]).toEqual([20_001, false]);
}, 60_000);
