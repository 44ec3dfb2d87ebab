import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ParkingLot } from '../../src/http/parking-lot';
import { RequestContext, type RequestFacts } from '../../src/log/request-context';
import { MailQueue } from '../../src/mail/mail-queue';
import { startApp, type TestApp } from '../support/app';
import { logOf } from '../support/log-lines';
import { metricsOf } from '../support/metrics';
import { rawRequest } from '../support/raw';
import { within } from '../support/within';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const BODY = JSON.stringify({ email: 'nobody@example.com' });

describe('what is known of a request while it is served', () => {
  let app: TestApp;
  let posted: () => Promise<void>;
  const seen: (RequestFacts | null)[] = [];

  beforeAll(async () => {
    app = await startApp();
    // A recovery posts a mail: what that sees is what the request's work sees.
    jest.spyOn(MailQueue.prototype, 'post').mockImplementation(() => posted());
  });
  /** Of whichever instance serves it. */
  const current = () => app.apps.map((one) => one.get(RequestContext).current()).find((facts) => facts !== null) ?? null;
  beforeEach(() => {
    seen.length = 0;
    posted = () => Promise.resolve(void seen.push(current()));
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await app.close();
  });

  const recover = (headers: Record<string, string> = {}) =>
    app.http
      .post('/v2/password-recovery')
      .set({ 'user-agent': 'Probe/1', 'accept-language': 'de, en;q=0.5', traceparent: TRACEPARENT, ...headers })
      .send(BODY)
      .set('content-type', 'application/json')
      .expect(202);

  it('tells the API, the address, the program and the trace', async () => {
    await recover();
    expect(seen).toEqual([
      { id: expect.any(String) as unknown, api: 'native', ip: '127.0.0.1', userAgent: 'Probe/1', acceptLanguage: 'de, en;q=0.5', traceparent: TRACEPARENT },
    ]);
  });

  it('takes no trace that is not well formed', async () => {
    await recover({ traceparent: '00-0-0-01' });
    expect(seen[0]?.traceparent).toBeNull();
  });

  it('is known to the end of the work, also of a caller who hangs up', async () => {
    const socket = connect(app.port, '127.0.0.1');
    posted = async () => {
      socket.destroy();
      await once(socket, 'close');
      await delay(100);
      seen.push(current());
    };
    socket.write(rawRequest('POST /v2/password-recovery HTTP/1.1', { 'Content-Type': 'application/json', 'Content-Length': String(BODY.length) }, BODY));
    await within(5_000, async () => expect(seen).toHaveLength(1));
    expect(seen[0]?.ip).toBe('127.0.0.1');
  });
});

describe('a refused request that is not answered', () => {
  let app: TestApp;
  let log: ReturnType<typeof logOf>;
  beforeEach(async () => {
    app = await startApp();
    log = logOf(app);
    for (let i = 0; i < 10; i++) await app.http.post('/v2/auth/sign-in').send(GUESS).expect(401);
    log.clear();
  });
  afterEach(() => app?.close());

  const GUESS = { email: 'nobody@example.com', password: 'wrong wrong' };
  const inside = () => app.apps.reduce((sum, one) => sum + (one.get(RequestContext) as unknown as { inside: number }).inside, 0);
  const lots = () => app.apps.map((one) => one.get(ParkingLot));
  /** Sends one guess too many. */
  const refused = () => {
    const body = JSON.stringify(GUESS);
    const headers = { 'Content-Type': 'application/json', 'Content-Length': String(body.length) };
    const socket = connect(app.port, '127.0.0.1').on('error', () => undefined);
    socket.write(rawRequest('POST /v2/auth/sign-in HTTP/1.1', headers, body));
    return socket;
  };
  /** Node tells every promise to an asynchronous context that anybody is in: nobody may stay in it for ever. */
  const isOver = async () => {
    await within(5_000, () => Promise.resolve(expect(log.lines().filter(({ event }) => event === 'request')).toHaveLength(1)));
    expect(log.lines().find(({ event }) => event === 'request')).toMatchObject({
      route: '/v2/auth/sign-in',
      status: 429,
      code: 'too_many_requests',
      ip: '127.0.0.1',
    });
    expect(inside()).toBe(0);
    const counted = [...(await metricsOf(app))].find(([name]) => /^latchkey_http_requests_total\{.*route="\/v2\/auth\/sign-in",status="429"/.test(name));
    if (app.apps.length === 1) expect(counted?.[1]).toBe(1);
  };

  it('since its caller hung up while it was held back, is over: with its line, its count, and nobody in its context', async () => {
    const socket = refused();
    await within(5_000, () => Promise.resolve(expect(lots().some(({ size }) => size === 1)).toBe(true)));
    expect(inside()).toBe(1);
    socket.destroy();
    await isOver();
  });

  it('since there was no room to hold it back, is over the same', async () => {
    for (const lot of lots()) Object.assign(lot, { capacity: 0 });
    const socket = refused();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(lots().reduce((sum, { closed }) => sum + closed, 0)).toBe(1);
    await isOver();
  });
});
