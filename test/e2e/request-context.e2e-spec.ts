import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { RequestContext, type RequestFacts } from '../../src/log/request-context';
import { MailQueue } from '../../src/mail/mail-queue';
import { startApp, type TestApp } from '../support/app';
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
