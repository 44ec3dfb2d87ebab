import { connect } from 'node:net';
import { ApiRegistry } from '../../src/http/api-registry';
import { startApp, type TestApp } from '../support/app';
import { trailOf } from '../support/audit';
import { logOf } from '../support/log-lines';
import { rawRequest } from '../support/raw';
import { within } from '../support/within';

describe('the caller’s address', () => {
  let app: TestApp;
  let log: ReturnType<typeof logOf>;
  beforeAll(async () => {
    app = await startApp({ TRUST_PROXY: '127.0.0.1,10.0.0.0/8' });
    log = logOf(app);
  });
  beforeEach(() => log.clear());
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => app?.close());

  const guess = (email: string, forwarded: string) => app.http.post('/v2/auth/sign-in').set('x-forwarded-for', forwarded).send({ email, password: 'wrong' });
  const logged = () => log.lines().flatMap(({ event, ip }) => (event === 'request' ? [ip] : []));
  const pause = (answer: { headers: unknown }) => Number((answer.headers as Record<string, string>)['retry-after']);

  it.each([
    ['203.0.113.9', (i: number) => `203.0.113.9:${50_000 + i}`],
    ['2001:db8:7:7::1', (i: number) => `[2001:db8:7:7::1]:${50_000 + i}`],
    ['203.0.113.77', (i: number) => `203.0.113.77:${50_000 + i}, 10.0.0.5:${40_000 + i}`],
  ])('%s is one network, whatever port a balancer writes behind it', async (address, forwarded) => {
    const email = `ported-${address}@example.com`;
    for (let i = 0; i < 10; i++) await guess(email, forwarded(i)).expect(401);
    const refused = await guess(email, forwarded(11)).expect(429);
    // A minute is the pause of the network that guesses: all ten came from one.
    expect(pause(refused)).toBeGreaterThan(40);
    expect(logged()).toEqual(Array(11).fill(address));
  });

  it('without its port is what the log, the session and the audit trail show', async () => {
    const { email, password } = await app.given.user();
    const signedIn = await app.http.post('/v2/auth/sign-in').set('x-forwarded-for', '[::ffff:198.51.100.4]:443').send({ email, password }).expect(200);
    expect((signedIn.body as { session: { ip: string } }).session.ip).toBe('198.51.100.4');
    expect(logged().at(-1)).toBe('198.51.100.4');
    expect(await trailOf(app)).toContainEqual(expect.objectContaining({ event: 'signed_in', ip: '198.51.100.4' }));
  });

  it('that a proxy did not write is one network for all', async () => {
    const email = 'unwritten@example.com';
    for (let i = 0; i < 10; i++) await guess(email, `unknown-${i}`).expect(401);
    expect(pause(await guess(email, 'hidden').expect(429))).toBeGreaterThan(40);
    expect(logged()).toEqual(Array(11).fill(null));
  });

  it('is known of a caller who hangs up as soon as the request has come', async () => {
    const socket = connect(app.port, '127.0.0.1').on('error', () => undefined);
    for (const one of app.apps) {
      const apis = one.get(ApiRegistry);
      const of = apis.of.bind(apis);
      jest.spyOn(apis, 'of').mockImplementation((request) => {
        if (request.url.endsWith('?hangs-up') && !socket.destroyed) socket.resetAndDestroy();
        return of(request);
      });
    }
    const body = JSON.stringify({ email: 'nobody@example.com' });
    const headers = { 'Content-Type': 'application/json', 'Content-Length': String(body.length) };
    socket.write(rawRequest('POST /v2/password-recovery?hangs-up HTTP/1.1', headers, body));
    await within(5_000, () => Promise.resolve(expect(logged()).toEqual(['127.0.0.1'])));
  });
});
