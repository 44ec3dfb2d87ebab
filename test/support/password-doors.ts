import type { Response } from 'supertest';
import type { ApiName } from '../../src/config/config';
import type { TestApp } from './app';
import type { Person } from './factories';
import { tokenOf } from './mailbox';
import { MixappClient } from './mixapp-client';
import { PHONE, Uprogress } from './uprogress';

/** A person in front of a door, and the call that sets a new password: it can be made again after a refusal. */
export interface Caller {
  readonly email: string;
  set(password: string): Promise<Response>;
}

/** One way to a new password. */
export interface PasswordDoor {
  readonly api: ApiName;
  readonly name: string;
  /** Characters that the format documents. */
  readonly min: number;
  come(app: TestApp): Promise<Caller>;
}

let serial = 0;
export const NAME = 'Mirabelle Ostrowski';
const newcomer = () => `blackthorn-${++serial}@orchard-club.example`;

type Arrange = (app: TestApp, person: Person) => ((password: string) => PromiseLike<Response>) | Promise<(password: string) => PromiseLike<Response>>;
type Register = (app: TestApp, email: string, password: string) => PromiseLike<Response>;

const door = (api: ApiName, name: string, min: number, arrange: Arrange): PasswordDoor => ({
  api,
  name,
  min,
  come: async (app) => {
    const person = await app.given.user({ email: newcomer(), name: NAME });
    const set = await arrange(app, person);
    return { email: person.email, set: (password) => Promise.resolve(set(password)) };
  },
});

const registration = (api: ApiName, name: string, min: number, register: Register): PasswordDoor => ({
  api,
  name,
  min,
  come: (app) => {
    const email = newcomer();
    return Promise.resolve({ email, set: (password) => Promise.resolve(register(app, email, password)) });
  },
});

async function mailedToken({ http, mailbox }: TestApp, email: string): Promise<string> {
  await http.post('/v2/password-recovery').send({ email }).expect(202);
  return tokenOf(await mailbox.waitFor(email, { subject: /new password/i }));
}

const appmixerToken = async ({ http }: TestApp, { email, password }: Person) =>
  ((await http.post('/user/auth').send({ username: email, password }).expect(200)).body as { token: string }).token;

/** Every way to a new password that a person chooses, but the command line's. */
export const PASSWORD_DOORS: readonly PasswordDoor[] = [
  registration('native', 'POST /v2/users', 8, ({ http }, email, password) => http.post('/v2/users').send({ email, password, name: NAME })),
  door('native', 'PUT /v2/users/me/password', 8, async (app, person) => {
    const phone = await app.given.session(person);
    return (newPassword) => phone.put('/v2/users/me/password').send({ currentPassword: person.password, newPassword });
  }),
  door('native', 'POST /v2/password-recovery/confirm', 8, async (app, { email }) => {
    const token = await mailedToken(app, email);
    return (newPassword) => app.http.post('/v2/password-recovery/confirm').send({ token, newPassword });
  }),
  door('native', 'POST /v2/users/email-confirmations', 8, async ({ http, mailbox }, { email }) => {
    const token = tokenOf(await mailbox.waitFor(email));
    return (newPassword) => http.post('/v2/users/email-confirmations').send({ token, newPassword });
  }),
  door('mixapp', 'POST /v1/update', 8, async (app, person) => {
    const phone = await new MixappClient(app).signIn(person);
    return (password) => phone.update({ password });
  }),
  door('mixapp', 'POST /v1/repair/:token', 8, async (app, { email }) => {
    const token = await mailedToken(app, email);
    return (password) => new MixappClient(app).post(`repair/${token}`, { password });
  }),
  registration('uprogress', 'POST /api/v1/registrations', 6, ({ http }, email, password) =>
    http.post('/api/v1/registrations').send({ user: { email, password, nick: `nick${serial}`, authorization: PHONE } }),
  ),
  door('uprogress', 'PUT /api/v1/users/change_password', 6, async (app, person) => {
    const uprogress = new Uprogress(app);
    const token = await uprogress.signIn(person);
    return (password) => uprogress.put(token, 'users/change_password', { user: { password, password_confirmation: password } });
  }),
  door('uprogress', 'PUT /api/v1/sessions/reset_password', 6, async (app, { email }) => {
    const token = await mailedToken(app, email);
    return (password) => new Uprogress(app).reset(token, password);
  }),
  registration('amadis', 'POST /api/user/v1/register', 6, ({ http }, email, password) =>
    http.post('/api/user/v1/register').type('form').send({ name: NAME, email, password }),
  ),
  door('amadis', 'PATCH /api/user/v1/changepassword', 6, ({ http }, { email, password }) => {
    return (newpassword) => http.patch('/api/user/v1/changepassword').type('form').send({ email, oldpassword: password, newpassword });
  }),
  registration('appmixer', 'POST /user', 5, ({ http }, email, password) => http.post('/user').send({ username: email, password })),
  door('appmixer', 'POST /user/change-password', 5, async (app, person) => {
    const token = await appmixerToken(app, person);
    return (newPassword) => app.http.post('/user/change-password').auth(token, { type: 'bearer' }).send({ oldPassword: person.password, newPassword });
  }),
  door('appmixer', 'POST /user/forgot-password/reset', 5, async (app, { email }) => {
    const code = await mailedToken(app, email);
    return (password) => app.http.post('/user/forgot-password/reset').send({ code, password });
  }),
  door('appmixer', 'POST /user/reset-password', 5, async (app, { email }) => {
    const token = await appmixerToken(app, await app.given.admin());
    return (password) => app.http.post('/user/reset-password').auth(token, { type: 'bearer' }).send({ email, password });
  }),
];
