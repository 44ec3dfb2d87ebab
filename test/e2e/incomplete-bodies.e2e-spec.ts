import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { startApp, type TestApp } from '../support/app';
import { type LogLine, logOf } from '../support/log-lines';
import { metricsOf } from '../support/metrics';
import { rawRequest, untilClosed } from '../support/raw';
import { within } from '../support/within';

let app: TestApp;
let log: ReturnType<typeof logOf>;
beforeAll(async () => {
  app = await startApp();
  log = logOf(app);
});
beforeEach(() => log.clear());
afterAll(() => app?.close());

/** A connection to an instance itself: when a balancer passes on that a caller has gone is its own affair. */
const dial = (): Socket => connect((app.app.getHttpServer().address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
const requestLines = (): LogLine[] => log.lines().filter(({ event }) => event === 'request');

const DOORS = [
  ['native', '/v2/auth/sign-in'],
  ['mixapp', '/v1/signin'],
  ['uprogress', '/api/v1/sessions'],
  ['appmixer', '/user/auth'],
] as const;

describe('a caller who hangs up amid the body', () => {
  it.each(DOORS)('is told of as a malformed request of %s, and as no failure of ours', async (api, path) => {
    for (const leave of ['end', 'resetAndDestroy'] as const) {
      log.clear();
      const socket = dial();
      socket.write(rawRequest(`POST ${path} HTTP/1.1`, { 'Content-Type': 'application/json', 'Content-Length': '500' }, '{"email":"'));
      setTimeout(() => socket[leave](), 100);
      await within(5_000, () => Promise.resolve(expect(requestLines()).toHaveLength(1)));
      expect(requestLines()).toEqual([expect.objectContaining({ api, route: path, status: 400, code: 'malformed_request', ip: '127.0.0.1' })]);
      expect(log.lines().filter(({ level }) => Number(level) > 30)).toEqual([]);
    }
    const faults = [...(await metricsOf(app)).keys()].filter((series) => series.startsWith('latchkey_faults_total'));
    expect(faults.filter((series) => series.includes('overloaded'))).toEqual([]);
  });
});

const head = (line: string, length: number, headers: Record<string, string> = {}) =>
  rawRequest(`${line} HTTP/1.1`, { Connection: 'keep-alive', 'Content-Type': 'application/json', 'Content-Length': String(length), ...headers });

/** Sends this and nothing more, and resolves with all that comes until the server closes. */
async function stall(bytes: string): Promise<string> {
  const socket = dial();
  socket.write(bytes);
  return (await untilClosed(socket)).said;
}

describe('a body that does not come', () => {
  it('is answered once, which ends the connection, and is no late request of ours', async () => {
    const late = async () => [...(await metricsOf(app))].filter(([series]) => series.startsWith('latchkey_requests_late_total'));
    const before = await late();
    const lines = [...DOORS.map(([, path]) => `POST ${path}`), 'POST /v1/update', 'PATCH /v2/users/me'];
    const read = stall(`${head('GET /health/live', 500)}{`);
    const answers = await Promise.all(lines.map((line) => stall(`${head(line, 500)}{"email":"`)));
    for (const said of answers) {
      expect(said.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 503']);
      expect(said).toMatch(/\r\nconnection: close\r\n/i);
    }
    expect((await read).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
    expect(await late()).toEqual(before);
    expect(log.lines().filter(({ level }) => Number(level) > 30)).toEqual([]);
  }, 60_000);

  it('keeps no connection from being used again where the request has none', async () => {
    const socket = dial();
    socket.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\nGET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n');
    socket.write(rawRequest('POST /v2/nothing HTTP/1.1', { 'Content-Length': '0' }));
    expect((await untilClosed(socket)).said.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 404']);
  });
});

describe('a picture on a slow line', () => {
  it('is taken where it comes steadily, though the whole takes longer than other requests may', async () => {
    const phone = await app.given.session(await app.given.user());
    const body = JSON.stringify({ avatar: `data:image/png;base64,${'A'.repeat(220_000)}` });
    const socket = dial();
    const ending = untilClosed(socket);
    socket.write(head('PATCH /v2/users/me', body.length, { Authorization: `Bearer ${phone.accessToken}`, Connection: 'close' }));
    const began = performance.now();
    const rate = 16_000;
    for (let sent = 0; sent < body.length && socket.writable; sent += rate / 4) {
      socket.write(body.slice(sent, sent + rate / 4));
      await delay(250);
    }
    const { said } = await ending;
    expect(performance.now() - began).toBeGreaterThan(11_000);
    expect(said.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
  }, 60_000);
});
