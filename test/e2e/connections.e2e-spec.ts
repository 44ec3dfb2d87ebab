import { connect } from 'node:net';
import { startApp, type TestApp } from '../support/app';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.close());

/** Sends this, then a byte now and then, and tells after how many seconds the server has cut the connection. */
function untilCut(first: string, trickle: string): Promise<{ seconds: number; said: string }> {
  const began = performance.now();
  const socket = connect(app.port, '127.0.0.1');
  let said = '';
  const timer = setInterval(() => trickle !== '' && socket.writable && socket.write(trickle), 500);
  return new Promise((resolve) => {
    socket.on('data', (bytes) => (said += bytes.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      resolve({ seconds: (performance.now() - began) / 1000, said });
    });
    socket.write(first);
  });
}

const HEAD = 'POST /v2/auth/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

test('67: connections that say nothing, half a head, or their body drop by drop are cut after ten seconds', async () => {
  const cut = await Promise.all([
    untilCut('', ''),
    untilCut('POST /v2/auth/sign-in HT', ''),
    untilCut(HEAD, 'X-Slow: y\r\n'),
    untilCut(`${HEAD}Content-Length: 500\r\n\r\n{"email":"`, 'a'),
    untilCut(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, '1\r\na\r\n'),
    untilCut('POST /v1/signin HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{', 'a'),
  ]);
  for (const { seconds, said } of cut) {
    expect(seconds).toBeGreaterThan(8);
    expect(seconds).toBeLessThan(16);
    // The server's own words for a late head; a late body is a change that is not done in time.
    expect(said).toMatch(/^($|HTTP\/1\.1 (408|503))/);
    if (said.startsWith('HTTP/1.1 408')) expect(said).toMatch(/\r\ncache-control: no-store\r\n.*\r\n\r\n\{"type":"urn:latchkey:error:malformed_request"/s);
  }
}, 40_000);

test('a change that is not done within ten seconds is answered 503, in the envelope of its API', async () => {
  await app.db(`CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(4); RETURN NEW; END $$`);
  for (const table of ['users', 'passwords', 'sessions'])
    await app.db(`CREATE TRIGGER dawdle BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION dawdle()`);
  try {
    const began = performance.now();
    const [native, uprogress] = await Promise.all([
      app.http.post('/v2/users').send({ email: 'slow@example.com', password: 'Plum-Kettle-93-Harbour' }),
      app.http.post('/api/v1/registrations').send({
        user: {
          email: 'slower@example.com',
          password: 'Plum-Kettle-93',
          authorization: { platform: 'iOS', platform_version: '1', app_name: 'UProgress', app_version: '1' },
        },
      }),
    ]);
    expect(performance.now() - began).toBeLessThan(14_000);
    expect([native.status, native.body]).toEqual([503, expect.objectContaining({ code: 'overloaded' })]);
    expect([uprogress.status, uprogress.body]).toEqual([503, { error: 'Service unavailable' }]);
    for (const { headers } of [native, uprogress]) expect(Number((headers as Record<string, string>)['retry-after'])).toBeGreaterThan(0);
  } finally {
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    for (const table of ['users', 'passwords', 'sessions']) await app.db(`DROP TRIGGER dawdle ON ${table}`);
  }
  await app.given.user();
}, 180_000);
