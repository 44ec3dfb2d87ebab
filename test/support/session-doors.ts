import type { Response } from 'supertest';
import type { ApiName } from '../../src/config/config';
import type { TestApp } from './app';
import type { Person } from './factories';
import { PHONE } from './uprogress';

type Served = Pick<TestApp, 'http'>;
type Account = Pick<Person, 'email' | 'password'>;

/** How an API opens a session, and a route of it that needs one. Amadis has no sessions. */
export interface SessionDoor {
  readonly api: ApiName;
  signIn(app: Served, account: Account): Promise<Response>;
  tokenIn(answer: Response): string;
  /** A call that changes nothing, with the token where the API's clients put it. */
  call(app: Served, token: string): Promise<Response>;
  /** Whether the call was let in. */
  letIn(answer: Response): boolean;
}

const isOk = ({ status }: Response) => status === 200;
const tokenIn = ({ body }: Response) => (body as { token?: string }).token ?? '';

export const SESSION_DOORS: readonly SessionDoor[] = [
  {
    api: 'native',
    signIn: async ({ http }, { email, password }) => http.post('/v2/auth/sign-in').send({ email, password }),
    tokenIn: ({ body }) => (body as { accessToken?: string }).accessToken ?? '',
    call: async ({ http }, token) => http.get('/v2/users/me').set('authorization', `Bearer ${token}`),
    letIn: isOk,
  },
  {
    api: 'mixapp',
    signIn: async ({ http }, { email, password }) => http.post('/v1/signin').send({ email, password }),
    tokenIn,
    call: async ({ http }, token) => http.post('/v1/update').set('x-auth-token', token).send({}),
    letIn: ({ status, body }) => status === 200 && 'user' in (body as object),
  },
  {
    api: 'uprogress',
    signIn: async ({ http }, { email, password }) => http.post('/api/v1/sessions').send({ user: { email, password, authorization: PHONE } }),
    tokenIn,
    call: async ({ http }, token) => http.get('/api/v1/sessions/current').set('uprogresstoken', token),
    letIn: isOk,
  },
  {
    api: 'appmixer',
    signIn: async ({ http }, { email, password }) => http.post('/user/auth').send({ username: email, password }),
    tokenIn,
    call: async ({ http }, token) => http.get('/user').set('authorization', `Bearer ${token}`),
    letIn: isOk,
  },
];

/** A session of this person, opened at the door; its token. */
export async function enter(door: SessionDoor, app: Served, account: Account): Promise<string> {
  const answer = await door.signIn(app, account);
  const token = door.tokenIn(answer);
  if (token === '') throw new Error(`${door.api} let nobody in: ${answer.status} ${JSON.stringify(answer.body)}`);
  return token;
}
