import { UsersService } from '../../src/users/users.service';
import { startApp, type TestApp } from '../support/app';
import { usesKnown } from '../support/everywhere';
import { forgetEverywhere } from '../support/heard-by-all';
import { EXPIRED, INVALID, UNKNOWN, Uprogress } from '../support/uprogress';

let app: TestApp;
let api: Uprogress;
beforeAll(async () => {
  app = await startApp();
  api = new Uprogress(app);
});
afterAll(() => app?.close());

const YEAR = 365 * 86_400;

type Claims = Record<string, unknown>;

function partsOf(token: string): { header: Claims; payload: Claims } {
  const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString()) as Claims;
  const [header, payload] = token.split('.');
  return { header: decode(header), payload: decode(payload) };
}

const nativeSessions = async (person: { email: string; password: string }) => {
  const signedIn = await app.http.post('/v2/auth/sign-in').send(person).expect(200);
  const { accessToken } = signedIn.body as { accessToken: string };
  const list = await app.http.get('/v2/sessions').set('authorization', `Bearer ${accessToken}`).expect(200);
  return { accessToken, sessions: (list.body as { sessions: { id: string; client: string }[] }).sessions };
};

test('a token is an HS256 JWT with the number of the authorization as id, and a life', async () => {
  const person = await api.register();
  const token = await api.signIn(person);
  const { header, payload } = partsOf(token);
  const [record] = await api.authorizations(token);
  expect(header).toMatchObject({ typ: 'JWT', alg: 'HS256' });
  expect(payload).toMatchObject({ id: record?.id, jti: expect.stringMatching(/^[\w-]{22}$/) as string, iat: expect.any(Number) as number });
  expect(Number(payload['exp']) - Number(payload['iat'])).toBeGreaterThanOrEqual(YEAR - 1);
  expect(Number(payload['exp']) - Number(payload['iat'])).toBeLessThanOrEqual(YEAR);
});

test('a session is listed natively with what the client said of itself, and dies when it is ended there', async () => {
  const person = await api.register();
  const { accessToken, sessions } = await nativeSessions(person);
  const session = sessions.find(({ client }) => client === 'uprogress');
  expect(session).toMatchObject({ platform: 'iOS', platformVersion: '10.2', appName: 'UProgress', appVersion: '1.0', provider: 'UProgress', current: false });
  await app.http.delete(`/v2/sessions/${session?.id}`).set('authorization', `Bearer ${accessToken}`).expect(204);
  await api.get(person.token, 'authorizations').expect(401, UNKNOWN);
  await api.get(person.token, 'sessions/current').expect(401, { user: null });
});

test('only records of this format are its authorizations: a native session is not shown and not ended', async () => {
  const person = await api.register();
  const { accessToken } = await nativeSessions(person);
  expect((await api.authorizations(person.token)).map(({ app_name }) => app_name)).toEqual(['UProgress']);
  const ofPerson = `SELECT s.number FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1 AND client = 'native'`;
  const [native] = await app.db<{ number: string }>(ofPerson, [person.email]);
  await app.http.delete(`/api/v1/authorizations/${native?.number}`).set('uprogresstoken', person.token).expect(404, { error: 'Authorization not found' });
  await app.http.get('/v2/users/me').set('authorization', `Bearer ${accessToken}`).expect(200);
});

test('a token of another API is worth nothing here, and ours nothing there', async () => {
  const person = await api.register();
  const { accessToken } = await nativeSessions(person);
  const mixapp = await app.http.post('/v1/signin').send({ email: person.email, password: person.password }).expect(200);
  for (const token of [accessToken, (mixapp.body as { token: string }).token]) await api.get(token, 'authorizations').expect(401, INVALID);
  await api.get(accessToken, 'sessions/current').expect(401, { user: null });
  await app.http.get('/v2/users/me').set('authorization', `Bearer ${person.token}`).expect(401);
  await app.http.get('/user').set('authorization', `Bearer ${person.token}`).expect(401);
});

test('a token whose algorithm, signature or claims were touched is refused', async () => {
  const { token } = await api.register();
  const [header = '', payload = '', signature = ''] = token.split('.');
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const { header: own, payload: claims } = partsOf(token);
  const forged = [
    `${encode({ ...own, alg: 'none' })}.${payload}.`,
    `${encode({ ...own, alg: 'none' })}.${payload}.${signature}`,
    `${encode({ ...own, kid: 'another' })}.${payload}.${signature}`,
    `${encode({ alg: 'HS256', typ: 'JWT' })}.${payload}.${signature}`,
    `${header}.${encode({ ...claims, id: 1 })}.${signature}`,
    `${header}.${payload}.${signature.slice(0, -2)}`,
    `${header}.${payload}`,
  ];
  for (const bad of forged) await api.get(bad, 'authorizations').expect(401, INVALID);
  await api.get(token, 'authorizations').expect(200);
});

test('a disabled account is signed out at once, and signs in like an unknown one', async () => {
  const person = await api.register();
  const [row] = await app.db<{ id: string }>('SELECT id FROM users WHERE email = $1', [person.email]);
  await app.app.get(UsersService, { strict: false }).setDisabled(row?.id ?? '', true);
  forgetEverywhere(app.apps);
  await api.get(person.token, 'authorizations').expect(401, UNKNOWN);
  await api.get(person.token, 'sessions/current').expect(401, { user: null });
  const answer = await app.http.post('/api/v1/sessions').send({ user: { ...person, authorization: { platform: 'iOS' } } });
  expect([answer.status, answer.body]).toEqual([422, { errors: { email: ["User doesn't exist"] } }]);
});

test('an unused token expires after 90 days, a used one after a year', async () => {
  const [idle, busy] = [await api.register(), await api.register()];
  app.clock.advance(60 * 86_400);
  await api.get(busy.token, 'authorizations').expect(200);
  await usesKnown(app);
  app.clock.advance(31 * 86_400);
  await api.get(idle.token, 'authorizations').expect(401, EXPIRED);
  await api.get(idle.token, 'sessions/current').expect(401, { user: null });
  for (let days = 91; days < 361; days += 54) {
    await api.get(busy.token, 'authorizations').expect(200);
    await usesKnown(app);
    app.clock.advance(54 * 86_400);
  }
  await api.get(busy.token, 'authorizations').expect(200);
  app.clock.advance(4 * 86_400 + 1);
  await api.get(busy.token, 'authorizations').expect(401, EXPIRED);
  await api.get(busy.token, 'sessions/current').expect(401, { user: null });
});

test('a short password that another format allows signs in here', async () => {
  await app.http.post('/user').send({ username: 'shorty', email: 'shorty@example.com', password: 'abc12' }).expect(200);
  await api.signIn({ email: 'shorty@example.com', password: 'abc12' });
});
