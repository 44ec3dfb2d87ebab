import { startApp, type TestApp } from '../support/app';
import { type Trace, tracedInTime } from '../support/audit';
import type { Person } from '../support/factories';
import { tokenOf } from '../support/mailbox';
import { PHONE, Uprogress } from '../support/uprogress';

/** Security.md, 68: every security event has who, when, where, by which API and how it ended. */
let app: TestApp;
beforeAll(async () => {
  app = await startApp({ TRUST_PROXY: '127.0.0.1' });
  app.clock.advance(7_200);
});
afterAll(() => app?.close());

const AGENT = 'Probe/1.0';
const NEW = 'Brand-New-Horse-1';
let serial = 0;
/** From an address of its own each time, so that no test meets the limits of another. */
const headers = () => ({ 'user-agent': AGENT, 'x-forwarded-for': `203.0.113.${1 + (++serial % 250)}` });
const send = (method: 'post' | 'put' | 'patch' | 'delete', path: string, body: object = {}, more: Record<string, string> = {}) =>
  app.http[method](path)
    .set({ ...headers(), ...more })
    .send(body);
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

interface Act {
  /** What is done, on whose account it is, and the account's id where it exists only afterwards. */
  readonly name: string;
  readonly api: string;
  run(person: Person): PromiseLike<unknown>;
}

type Api = 'native' | 'mixapp' | 'uprogress' | 'amadis' | 'appmixer';
const acts = (runs: Partial<Record<Api, Act['run']>>): Act[] => Object.entries(runs).map(([api, run]) => ({ name: api, api, run }));

const tokenFrom = (answer: { body: unknown }) => {
  const { token, accessToken } = answer.body as { token?: string; accessToken?: string };
  return accessToken ?? token ?? '';
};
const enter = {
  native: ({ email, password }: Person) => send('post', '/v2/auth/sign-in', { email, password }),
  mixapp: ({ email, password }: Person) => send('post', '/v1/signin', { email, password }),
  uprogress: ({ email, password }: Person) => send('post', '/api/v1/sessions', { user: { email, password, authorization: PHONE } }),
  appmixer: ({ email, password }: Person) => send('post', '/user/auth', { username: email, password }),
};
const mailedToken = async ({ email }: Person, subject: RegExp) => tokenOf(await app.mailbox.waitFor(email, { subject }));
const RECOVERY = /new password|Restore password/;
async function recover(person: Person): Promise<string> {
  await send('post', '/v2/password-recovery', { email: person.email });
  return mailedToken(person, RECOVERY);
}

async function usedToken(person: Person): Promise<string> {
  const token = await recover(person);
  await send('post', '/v2/password-recovery/confirm', { token, newPassword: NEW }).expect(204);
  return token;
}

const WRONG_CODE = { name: 'native, by a wrong code', api: 'native' };

const MATRIX: Record<string, { readonly event: Partial<Trace>; readonly by: Act[] }> = {
  'a sign-in': { event: { event: 'signed_in', outcome: 'success', actor: 'self', session: expect.any(String) as string }, by: acts(enter) },
  'a refused sign-in': {
    event: { event: 'sign_in_failed', outcome: 'failure', actor: 'anonymous', session: null },
    by: acts({
      native: (person) => enter.native({ ...person, password: 'wrong-password' }),
      mixapp: (person) => enter.mixapp({ ...person, password: 'wrong-password' }),
      uprogress: (person) => enter.uprogress({ ...person, password: 'wrong-password' }),
      appmixer: (person) => enter.appmixer({ ...person, password: 'wrong-password' }),
      amadis: ({ email }) => send('patch', '/api/user/v1/changepassword', { email, oldpassword: 'wrong-password', newpassword: NEW }),
    }),
  },
  'a new password': {
    event: { event: 'password_changed', outcome: 'success', actor: 'self' },
    by: acts({
      native: async (person) =>
        send('put', '/v2/users/me/password', { currentPassword: person.password, newPassword: NEW }, bearer(tokenFrom(await enter.native(person)))).expect(204),
      mixapp: async (person) => send('post', '/v1/update', { password: NEW }, { 'x-auth-token': tokenFrom(await enter.mixapp(person)) }).expect(200),
      uprogress: async (person) => {
        const user = { password: NEW, password_confirmation: NEW };
        await send('put', '/api/v1/users/change_password', { user }, { uprogresstoken: tokenFrom(await enter.uprogress(person)) }).expect(200);
      },
      amadis: ({ email, password }) => send('patch', '/api/user/v1/changepassword', { email, oldpassword: password, newpassword: NEW }).expect(200),
      appmixer: async (person) =>
        send('post', '/user/change-password', { oldPassword: person.password, newPassword: NEW }, bearer(tokenFrom(await enter.appmixer(person)))).expect(200),
    }),
  },
  'a refused proof': {
    event: { event: 'password_proof_failed', outcome: 'failure', actor: 'anonymous' },
    by: acts({
      native: async (person) =>
        send('delete', '/v2/users/me', { currentPassword: 'wrong-password' }, bearer(tokenFrom(await enter.native(person)))).expect(403),
      appmixer: async (person) =>
        send('post', '/user/change-password', { oldPassword: 'wrong-password', newPassword: NEW }, bearer(tokenFrom(await enter.appmixer(person)))),
    }),
  },
  'a recovery that is asked for': {
    event: { event: 'recovery_requested', outcome: 'success', actor: 'anonymous' },
    by: acts({
      native: ({ email }) => send('post', '/v2/password-recovery', { email }).expect(202),
      mixapp: ({ email }) => send('post', '/v1/repair', { email }).expect(200),
      uprogress: ({ email }) => send('post', '/api/v1/sessions/restore_password', { user: { email } }).expect(200),
      appmixer: ({ email }) => send('post', '/user/forgot-password', { email }).expect(200),
    }),
  },
  'a recovery that is used': {
    event: { event: 'password_reset', outcome: 'success' },
    by: acts({
      native: async (person) => send('post', '/v2/password-recovery/confirm', { token: await recover(person), newPassword: NEW }).expect(204),
      mixapp: async (person) => send('post', `/v1/repair/${await recover(person)}`, { password: NEW }).expect(200),
      uprogress: async (person) => {
        const user = { token: await recover(person), password: NEW, password_confirmation: NEW };
        await send('put', '/api/v1/sessions/reset_password', { user }).expect(200);
      },
      amadis: ({ email }) => app.http.patch('/api/user/v1/resetpassword').set('user-agent', AGENT).send({ email }).expect(200),
      appmixer: async (person) => send('post', '/user/forgot-password/reset', { code: await recover(person), password: NEW }).expect(200),
    }),
  },
  'a recovery whose link or code is no good': {
    event: { event: 'recovery_failed', outcome: 'failure', actor: 'anonymous', session: null },
    by: [
      ...acts({
        native: async (person) => send('post', '/v2/password-recovery/confirm', { token: await usedToken(person), newPassword: NEW }).expect(410),
        mixapp: async (person) => send('post', `/v1/repair/${await usedToken(person)}`, { password: NEW }).expect(200),
        uprogress: async (person) => {
          const user = { token: await usedToken(person), password: NEW, password_confirmation: NEW };
          await send('put', '/api/v1/sessions/reset_password', { user }).expect(422);
        },
        appmixer: async (person) => send('post', '/user/forgot-password/reset', { code: await usedToken(person), password: NEW }).expect(400),
      }),
      { ...WRONG_CODE, run: ({ email }) => send('post', '/v2/password-recovery/confirm', { email, code: 'AAAA-AAAA', newPassword: NEW }).expect(403) },
    ],
  },
  'a confirmation of the address by a used link': {
    event: { event: 'email_confirmation_failed', outcome: 'failure', actor: 'anonymous', facts: { proof: 'link' } },
    by: acts({
      native: async (person) => {
        const confirm = { token: await mailedToken(person, /Welcome/), password: person.password };
        await send('post', '/v2/users/email-confirmations', confirm).expect(204);
        await send('post', '/v2/users/email-confirmations', confirm).expect(410);
      },
    }),
  },
  'a session that is ended': {
    event: { event: 'session_ended', outcome: 'success', actor: 'self', session: expect.any(String) as string },
    by: acts({
      native: async (person) => send('post', '/v2/auth/sign-out', {}, bearer(tokenFrom(await enter.native(person)))).expect(204),
      uprogress: async (person) => {
        const token = tokenFrom(await enter.uprogress(person));
        const [record] = await new Uprogress(app).authorizations(token);
        await send('delete', `/api/v1/authorizations/${record!.id}`, {}, { uprogresstoken: token }).expect(200);
      },
    }),
  },
};

describe.each(Object.entries(MATRIX))('%s is in the audit trail', (_, { event, by }) => {
  it.each(by)('through $name', async ({ api, run }) => {
    const person = await app.given.user();
    const trail = await tracedInTime(app, async () => run(person));
    expect(trail).toContainEqual(
      expect.objectContaining({ subject: person.id, api, agent: AGENT, ip: expect.stringMatching(/^(203\.0\.113\.\d+|127\.0\.0\.1)$/) as string, ...event }),
    );
    expect(trail.every(({ request }) => request !== null)).toBe(true);
  });
});

describe('a registration is in the audit trail', () => {
  const email = () => `audited-${++serial}@example.com`;
  it.each([
    ['native', () => send('post', '/v2/users', { email: email(), password: NEW }).expect(201)],
    ['mixapp', () => send('post', '/v1/signup', { email: email(), name: 'YourName' }).expect(200)],
    ['uprogress', () => send('post', '/api/v1/registrations', { user: { email: email(), password: NEW, authorization: PHONE } }).expect(200)],
    ['amadis', () => send('post', '/api/user/v1/register', { name: 'Ann', email: email(), password: NEW }).expect(201)],
    ['appmixer', () => send('post', '/user', { username: email(), password: NEW }).expect(200)],
  ])('through %s', async (api, register) => {
    const trail = await tracedInTime(app, register);
    const [{ id }] = (await app.db<{ id: string }>('SELECT id FROM users ORDER BY number DESC LIMIT 1')) as [{ id: string }];
    expect(trail).toEqual([expect.objectContaining({ event: 'signed_up', outcome: 'success', subject: id, api, agent: AGENT })]);
  });
});

test('ending all other sessions at once is in the audit trail, with how many', async () => {
  const person = await app.given.user();
  const tokens = [tokenFrom(await enter.native(person)), tokenFrom(await enter.native(person)), tokenFrom(await enter.appmixer(person))];
  const trail = await tracedInTime(app, () => send('delete', '/v2/sessions', {}, bearer(tokens[0]!)).expect(200, { ended: 2 }));
  const facts = { ended: 2, reason: 'revoked' };
  expect(trail).toEqual([expect.objectContaining({ event: 'sessions_ended', outcome: 'success', actor: 'self', subject: person.id, api: 'native', facts })]);
});

test('a proof that is not looked at any more is in the audit trail', async () => {
  const person = await app.given.user();
  const token = bearer(tokenFrom(await enter.native(person)));
  const prove = () => send('delete', '/v2/users/me', { currentPassword: 'wrong-password' }, token);
  for (let tries = 0; tries < 10; tries++) await prove().expect(403);
  const trail = await tracedInTime(app, () => prove().expect(429));
  expect(trail).toEqual([
    expect.objectContaining({ event: 'password_proof_locked', outcome: 'denied', actor: 'anonymous', subject: person.id, api: 'native' }),
  ]);
});
