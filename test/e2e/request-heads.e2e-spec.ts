import type { AddressInfo } from 'node:net';
import { startApp, type TestApp } from '../support/app';
import { logOf } from '../support/log-lines';
import { rawRequest, sendRaw } from '../support/raw';

/** As many headers as Node reads by itself, the Host and the Connection of each request with them. */
const FILLING = Object.fromEntries(Array.from({ length: 998 }, (_, i) => [`x${i}`, '']));

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ TRUST_PROXY: '127.0.0.1' });
});
afterAll(() => app?.close());

/** Asks an instance itself: a balancer would refuse such heads by its own rules. */
const ask = (bytes: string) => sendRaw((app.app.getHttpServer().address() as AddressInfo).port, bytes);

describe('what stands behind a thousand headers', () => {
  it.each(['/dev/mailbox/messages', '/metrics'])('is read: %s is for this machine alone', async (path) => {
    expect((await ask(rawRequest(`GET ${path} HTTP/1.1`, FILLING))).status).toBe(200);
    for (const name of ['Via', 'X-Forwarded-For', 'Forwarded']) {
      expect((await ask(rawRequest(`GET ${path} HTTP/1.1`, { ...FILLING, [name]: '203.0.113.9' }))).status).toBe(404);
    }
  });

  it('is read: the caller’s address that a trusted proxy wrote', async () => {
    const log = logOf(app);
    log.clear();
    await ask(rawRequest('GET /v2/nothing HTTP/1.1', { ...FILLING, 'X-Forwarded-For': '203.0.113.9' }));
    expect(log.lines().flatMap(({ event, ip }) => (event === 'request' ? [ip] : []))).toEqual(['203.0.113.9']);
  });

  it('is bounded by the size of the head', async () => {
    const many = Object.fromEntries(Array.from({ length: 4_000 }, (_, i) => [`x${i}`, '']));
    expect((await ask(rawRequest('GET /health/live HTTP/1.1', many))).status).toBe(431);
  });
});
