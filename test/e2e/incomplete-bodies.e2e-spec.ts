import { type AddressInfo, connect, type Socket } from 'node:net';
import { startApp, type TestApp } from '../support/app';
import { type LogLine, logOf } from '../support/log-lines';
import { metricsOf } from '../support/metrics';
import { rawRequest } from '../support/raw';
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
