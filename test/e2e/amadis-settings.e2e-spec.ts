import { ServiceKeysService } from '../../src/service-keys/service-keys.service';
import { startApp, type TestApp } from '../support/app';
import { chunked, rawRequest, sendRaw } from '../support/raw';
import { storeOf } from '../support/store';

const PREFIX = '/api/user/v1';
const OUTSIDE = { LATCHKEY_LOCAL: '0', SMTP_URL: 'none', PUBLIC_URL: 'https://accounts.example.com' };

let app: TestApp | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

async function start(settings: Record<string, string>): Promise<TestApp> {
  app = await startApp(settings);
  return app;
}

const ANN = { name: 'Ann', email: 'ann@example.com', password: 'horse7' };
const register = ({ http }: TestApp, fields: object) =>
  http
    .post(`${PREFIX}/register`)
    .type('form')
    .send({ ...ANN, ...fields });
const reset = ({ http }: TestApp) => http.patch(`${PREFIX}/resetpassword`).type('form').send({ email: 'ann@example.com' });

describe('outside local mode', () => {
  it('a reset needs a service key, and a refusal changes nothing', async () => {
    const running = await start(OUTSIDE);
    await register(running, {}).expect(201);
    const before = await storeOf(running);
    await reset(running).expect(401);
    await reset(running).set('authorization', 'Bearer lks_').expect(401);
    expect(await storeOf(running)).toEqual(before);
    const key = await running.app.get(ServiceKeysService, { strict: false }).create('help-desk');
    await reset(running).set('authorization', `Bearer ${key}`).expect(200);
    await running.app.get(ServiceKeysService, { strict: false }).revoke('help-desk');
    await reset(running).set('authorization', `Bearer ${key}`).expect(401);
  });

  it('an access token is no service key', async () => {
    const running = await start(OUTSIDE);
    const person = await running.given.user({ email: 'ann@example.com' });
    const { accessToken } = await running.given.session(person);
    await reset(running).set('authorization', `Bearer ${accessToken}`).expect(401);
  });

  it('a reset is open to everybody where that was chosen', async () => {
    const running = await start({ ...OUTSIDE, LEGACY_RECOVERY: 'faithful' });
    await register(running, {}).expect(201);
    await reset(running).set('x-forwarded-for', '192.0.2.1').expect(200);
  });
});

describe.each(['closed', 'verified'])('with SIGN_UP=%s', (mode) => {
  it('registering is refused alike for known and unknown addresses, and stores nothing', async () => {
    const running = await start({ SIGN_UP: mode });
    await running.db(
      `INSERT INTO users (id, object_id, email, created_at, updated_at)
       VALUES ('019a9d3c-0000-7000-8000-000000000000', '0123456789abcdef01234567', 'ann@example.com', now(), now())`,
    );
    const before = await storeOf(running);
    const [known, unknown] = [await register(running, {}), await register(running, { email: 'nobody@example.com' })];
    expect([known.status, known.body]).toEqual([403, { status: 'fail', data: { registration: 'Registration is closed' } }]);
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
    expect(await storeOf(running)).toEqual(before);
  });
});

test('LEGACY_PASSWORD_POLICY=native asks for a native password, in Amadis’ words', async () => {
  const running = await start({ LEGACY_PASSWORD_POLICY: 'native' });
  const refused = await register(running, { password: 'horse77' }).expect(400);
  expect(refused.body).toEqual({ status: 'fail', data: { password: 'must be at least 8 characters long' } });
  await register(running, { password: 'brick-horse-7-lamp' }).expect(201);
  const change = { email: 'ann@example.com', oldpassword: 'brick-horse-7-lamp', newpassword: 'horse77' };
  const unchanged = await running.http.patch(`${PREFIX}/changepassword`).type('form').send(change).expect(400);
  expect(unchanged.body).toEqual({ status: 'fail', data: { newpassword: 'must be at least 8 characters long' } });
});

test('an account and its secret are stored together or not at all', async () => {
  const running = await start({});
  await running.db('ALTER TABLE amadis_secrets ADD CONSTRAINT broken CHECK (false)');
  const before = await storeOf(running);
  const { body } = await register(running, {}).expect(500);
  expect(body).toEqual({ status: 'error', message: 'Something went wrong' });
  expect(await storeOf(running)).toEqual(before);
  expect(running.mailbox.all()).toEqual([]);
  await running.db('ALTER TABLE amadis_secrets DROP CONSTRAINT broken');
  await register(running, {}).expect(201);
});

test('bytes that no careful client sends: a chunked body with an empty query, and another way to write the path', async () => {
  const running = await start({});
  const form = { 'Content-Type': 'application/x-www-form-urlencoded', 'Transfer-Encoding': 'chunked' };
  const body = chunked('name=Ann&email=ann%40exam', 'ple.com&password=horse7');
  const created = await sendRaw(running.port, rawRequest(`POST ${PREFIX}/register? HTTP/1.1`, form, body));
  expect([created.status, JSON.parse(created.body)]).toMatchObject([201, { status: 'success' }]);
  const again = await sendRaw(running.port, rawRequest('POST /api/%75ser/v1/register HTTP/1.1', form, body));
  expect([again.status, JSON.parse(again.body)]).toEqual([409, { status: 'fail', data: { email: 'The e-mail address is taken' } }]);
  const trace = await sendRaw(running.port, rawRequest(`TRACE ${PREFIX}/register HTTP/1.1`));
  expect([trace.status, trace.body]).not.toEqual([200, expect.anything()]);
});
