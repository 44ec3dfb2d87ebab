import type { Response } from 'supertest';
import type { ApiName } from '../../src/config/config';
import type { TestApp } from './app';

type Served = Pick<TestApp, 'http'>;

/** One way to a new password by mail: asking for the mail, and choosing the password with the token in it. */
export interface RecoveryDoor {
  readonly api: Exclude<ApiName, 'amadis'> | 'pages';
  ask(app: Served, email: string, headers?: Record<string, string>): Promise<Response>;
  reset(app: Served, token: string, password: string): Promise<Response>;
  /** Whether the new password was taken. */
  done(answer: Response): boolean;
}

const isOk = ({ status }: Response) => status === 200;

/** The doors of all that mail a token. Amadis hands out a password instead. */
export const RECOVERY_DOORS: readonly RecoveryDoor[] = [
  {
    api: 'native',
    ask: async ({ http }, email, headers = {}) => http.post('/v2/password-recovery').set(headers).send({ email }),
    reset: async ({ http }, token, newPassword) => http.post('/v2/password-recovery/confirm').send({ token, newPassword }),
    done: ({ status }) => status === 204,
  },
  {
    api: 'mixapp',
    ask: async ({ http }, email, headers = {}) => http.post('/v1/repair').set(headers).send({ email }),
    reset: async ({ http }, token, password) => http.post(`/v1/repair/${token}`).send({ password }),
    done: ({ status, body }) => status === 200 && 'result' in (body as object),
  },
  {
    api: 'uprogress',
    ask: async ({ http }, email, headers = {}) => http.post('/api/v1/sessions/restore_password').set(headers).send({ user: { email } }),
    reset: async ({ http }, token, password) => http.put('/api/v1/sessions/reset_password').send({ user: { token, password } }),
    done: isOk,
  },
  {
    api: 'appmixer',
    ask: async ({ http }, email, headers = {}) => http.post('/user/forgot-password').set(headers).send({ email }),
    reset: async ({ http }, code, password) => http.post('/user/forgot-password/reset').send({ code, password }),
    done: isOk,
  },
  {
    api: 'pages',
    ask: async ({ http }, email, headers = {}) => http.post('/account/recover').set(headers).type('form').send({ email }),
    reset: async ({ http }, token, newPassword) => http.post('/account/recover/confirm').type('form').send({ token, newPassword }),
    done: isOk,
  },
];

const OF_ONE_ANSWER = ['date', 'x-request-id', 'connection', 'keep-alive'];

/** What an answer tells whoever asked for a mail: UProgress' token is another one each time. */
export function toldBy({ status, headers, text }: Response): unknown {
  const others = Object.entries(headers as Record<string, string>).filter(([name]) => !OF_ONE_ANSWER.includes(name));
  return { status, headers: Object.fromEntries(others), text: text.replace(/"token":"[\w-]{43}"/, '"token":"<43>"') };
}
