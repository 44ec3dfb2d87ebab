import type { Response } from 'supertest';
import type { ApiName } from '../../src/config/config';
import type { TestApp } from './app';
import { PHONE } from './uprogress';

/** One way to prove a password without a session. */
export interface SignInDoor {
  readonly api: ApiName;
  readonly name: string;
  prove(app: Pick<TestApp, 'http'>, email: string, password: string, headers?: Record<string, string>): Promise<Response>;
  /** Whether the password was taken. */
  accepted(answer: Response): boolean;
}

const NEW_PASSWORD = 'Quince-Orchard-7-Gate';
const isOk = ({ status }: Response) => status === 200;

/** The doors of all five APIs. Amadis' changes the password when it is the right one. */
export const SIGN_IN_DOORS: readonly SignInDoor[] = [
  {
    api: 'native',
    name: 'POST /v2/auth/sign-in',
    prove: async ({ http }, email, password, headers = {}) => http.post('/v2/auth/sign-in').set(headers).send({ email, password }),
    accepted: isOk,
  },
  {
    api: 'mixapp',
    name: 'POST /v1/signin',
    prove: async ({ http }, email, password, headers = {}) => http.post('/v1/signin').set(headers).send({ email, password }),
    accepted: ({ status, body }) => status === 200 && 'token' in (body as object),
  },
  {
    api: 'uprogress',
    name: 'POST /api/v1/sessions',
    prove: async ({ http }, email, password, headers = {}) =>
      http
        .post('/api/v1/sessions')
        .set(headers)
        .send({ user: { email, password, authorization: PHONE } }),
    accepted: isOk,
  },
  {
    api: 'amadis',
    name: 'PATCH /api/user/v1/changepassword',
    prove: async ({ http }, email, oldpassword, headers = {}) =>
      http.patch('/api/user/v1/changepassword').set(headers).type('form').send({ email, oldpassword, newpassword: NEW_PASSWORD }),
    accepted: isOk,
  },
  {
    api: 'appmixer',
    name: 'POST /user/auth',
    prove: async ({ http }, username, password, headers = {}) => http.post('/user/auth').set(headers).send({ username, password }),
    accepted: isOk,
  },
];
