import type { Response } from 'supertest';
import { DataSource, type ObjectLiteral, type Repository } from 'typeorm';
import { Password } from '../../src/credentials/password.entity';
import { Session } from '../../src/sessions/session.entity';
import { User } from '../../src/users/user.entity';
import { startApp, type TestApp } from '../support/app';
import type { Device, HttpClient, Person } from '../support/factories';
import { MixappClient } from '../support/mixapp-client';
import { storeOf } from '../support/store';
import { PHONE, Uprogress } from '../support/uprogress';

/** The line 47 of the attack list: an id that is absent or null is nobody's, and never that of the first row. */

const NEW = 'Plum-Kettle-93-Harbour';
/** What clients put into a path for an id that they do not have. */
const NO_IDS = ['null', 'undefined', 'NaN', '0', '-1', '%20', '%00', ''];

let app: TestApp;
/** Of the first row of each table. */
let first: Person;
let phone: Device;
let tokens: { mixapp: string; uprogress: string; admin: string };
beforeAll(async () => {
  app = await startApp({ THROTTLE: 'off', LEGACY_RECOVERY: 'faithful' });
  first = await app.given.user();
  await app.given.session(first);
  const [caller, admin] = [await app.given.user(), await app.given.admin()];
  phone = await app.given.session(caller);
  tokens = {
    mixapp: (await new MixappClient(app).signIn(caller)).token,
    uprogress: await new Uprogress(app).signIn(caller),
    admin: ((await app.http.post('/user/auth').send({ email: admin.email, password: admin.password }).expect(200)).body as { token: string }).token,
  };
});
afterAll(() => app?.close());

describe('the data source', () => {
  const refuses = async (asking: Promise<unknown>) => expect(asking).rejects.toThrow(/undefined|null/i);

  it.each<[string, undefined]>([
    ['undefined', undefined],
    // As a value that a type has lied about.
    ['null', null as unknown as undefined],
  ])('47: finds, counts, changes and removes nothing by %s', async (_, absent) => {
    const { manager } = app.app.get(DataSource);
    const repositories: [Repository<ObjectLiteral>, string][] = [
      [manager.getRepository<ObjectLiteral>(User), 'id'],
      [manager.getRepository<ObjectLiteral>(User), 'email'],
      [manager.getRepository<ObjectLiteral>(Password), 'userId'],
      [manager.getRepository<ObjectLiteral>(Session), 'id'],
    ];
    const before = await storeOf(app);
    for (const [repository, key] of repositories) {
      const where = { [key]: absent };
      await refuses(repository.findOneBy(where));
      await refuses(repository.findOne({ where }));
      await refuses(repository.findBy(where));
      await refuses(repository.countBy(where));
      await refuses(repository.update(where, { createdAt: new Date(0) }));
      await refuses(repository.delete(where));
    }
    expect(await storeOf(app)).toEqual(before);
  });
});

type Call = (http: HttpClient, password: string) => PromiseLike<Response>;

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const ABSENT = [null, undefined, ''];

/** Calls that lack an id, an identifier or a token; whatever else they bring is right for the first person. */
const CALLS: Readonly<Record<string, readonly Call[]>> = {
  native: [
    ...NO_IDS.flatMap((id): Call[] => [
      (http) => http.patch(`/v2/sessions/${id}`).set(bearer(phone.accessToken)).send({ label: 'x' }),
      // With nothing behind the slash it is not the route that ends every other session.
      (http) => http.delete(`/v2/sessions/${id}`).set(bearer(phone.accessToken)),
    ]),
    ...ABSENT.flatMap((absent): Call[] => [
      (http, password) => http.post('/v2/auth/sign-in').send({ email: absent, username: absent, password }),
      (http) => http.post('/v2/auth/refresh').send({ refreshToken: absent }),
      (http) => http.post('/v2/password-recovery').send({ email: absent }),
      (http) => http.post('/v2/password-recovery/confirm').send({ token: absent, newPassword: NEW }),
      (http) => http.post('/v2/password-recovery/confirm').send({ email: absent, code: absent, newPassword: NEW }),
      (http, password) => http.post('/v2/users/email-confirmations').send({ token: absent, password }),
    ]),
  ],
  mixapp: [
    ...NO_IDS.map(
      (token): Call =>
        (http) =>
          http.post(`/v1/repair/${token}`).send({ password: NEW }),
    ),
    ...ABSENT.flatMap((absent): Call[] => [
      (http, password) => http.post('/v1/signin').send({ email: absent, password }),
      (http) => http.post('/v1/repair').send({ email: absent }),
    ]),
    (http) => http.post('/v1/update').send({ password: NEW }),
    (http) => http.post('/v1/update').set('x-auth-token', 'null').send({ password: NEW }),
  ],
  uprogress: [
    ...NO_IDS.flatMap((id): Call[] => [
      (http) => http.delete(`/api/v1/authorizations/${id}`).set('uprogresstoken', tokens.uprogress),
      (http) =>
        http
          .put(`/api/v1/users/${id}`)
          .set('uprogresstoken', tokens.uprogress)
          .send({ user: { first_name: 'Eve', last_name: 'Eve' } }),
    ]),
    ...ABSENT.flatMap((absent): Call[] => [
      (http, password) => http.post('/api/v1/sessions').send({ user: { email: absent, password, authorization: PHONE } }),
      (http) => http.post('/api/v1/sessions/restore_password').send({ user: { email: absent } }),
      (http) => http.put('/api/v1/sessions/reset_password').send({ user: { token: absent, password: NEW } }),
    ]),
  ],
  amadis: ABSENT.flatMap((absent): Call[] => [
    (http, oldpassword) => http.patch('/api/user/v1/changepassword').send({ email: absent, oldpassword, newpassword: NEW }),
    (http) => http.patch('/api/user/v1/resetpassword').send({ email: absent }),
  ]),
  appmixer: [
    ...NO_IDS.filter((id) => id !== '').flatMap((id): Call[] => [
      (http) => http.get(`/users/${id}`).set(bearer(tokens.admin)),
      (http) =>
        http
          .put(`/users/${id}`)
          .set(bearer(tokens.admin))
          .send({ username: 'eve', scope: ['admin'] }),
      (http) => http.delete(`/users/${id}`).set(bearer(tokens.admin)),
      (http) => http.get(`/users/${id}/delete-status/${id}`).set(bearer(tokens.admin)),
    ]),
    // With nothing behind the slash it is not the list, nor everybody.
    (http) =>
      http
        .put('/users/')
        .set(bearer(tokens.admin))
        .send({ username: 'eve', scope: ['admin'] }),
    (http) => http.delete('/users/').set(bearer(tokens.admin)),
    ...ABSENT.flatMap((absent): Call[] => [
      (http, password) => http.post('/user/auth').send({ username: absent, email: absent, password }),
      (http) => http.post('/user/forgot-password').send({ email: absent }),
      (http) => http.post('/user/forgot-password/reset').send({ code: absent, password: NEW }),
      (http) => http.post('/user/reset-password').set(bearer(tokens.admin)).send({ email: absent, password: NEW }),
    ]),
  ],
};

describe.each(Object.entries(CALLS))('a call of %s', (_, calls) => {
  it('47: without an id, or with a null for one, reaches nobody’s account', async () => {
    const before = await storeOf(app);
    const mails = app.mailbox.all().length;
    for (const call of calls) {
      const { status, text, request } = (await call(app.http, first.password)) as Response & { request: { method: string; url: string } };
      const isRefusal = (status >= 400 && status < 500) || /^\{"error_code":6\d\d,/.test(text);
      expect([request.method, request.url, status, isRefusal]).toEqual([request.method, request.url, status, true]);
    }
    expect(await storeOf(app)).toEqual(before);
    expect(app.mailbox.all()).toHaveLength(mails);
  });
});
