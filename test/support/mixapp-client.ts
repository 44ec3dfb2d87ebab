import request, { type Response, type Test } from 'supertest';
import type { TestApp } from './app';
import type { Person } from './factories';

/** A person as Mixapp shows one. */
export interface MixappUser {
  readonly avatar: string;
  readonly email: string;
  readonly id: string;
  readonly last_login: string;
  readonly name: string;
  readonly password: string;
  readonly reg_date: string;
  readonly workplaces: readonly unknown[];
}

/** A device that is signed in through Mixapp. */
export interface MixappDevice {
  readonly token: string;
  readonly user: MixappUser;
  update(changes: object): Test;
}

export const UNAUTHORIZED = { error_code: 655, error_message: 'Unauthorized', more_info: '' };
export const FORBIDDEN = { error_code: 654, error_message: 'Access Forbiden', more_info: '' };
export const USER_EXISTS = { error_code: 652, error_message: 'User already exist', more_info: '' };
export const BAD_SCHEMA = { error_code: 653, error_message: "User schema isn't valid", more_info: '' };
export const BAD_EMAIL = { error_code: 649, error_message: "Email isn't valid", more_info: '' };
export const BAD_NAME = { error_code: 650, error_message: 'User name must be longer than 5 chars', more_info: '' };
export const BAD_PASSWORD = { error_code: 656, error_message: 'Password must be more than 8 chars', more_info: '' };

/** Calls Mixapp's routes as its clients do: POST with a JSON body. */
export class MixappClient {
  constructor(private readonly app: Pick<TestApp, 'baseUrl'>) {}

  post(path: string, body: object = {}): Test {
    return request(this.app.baseUrl).post(`/v1/${path}`).send(body);
  }

  update(token: string, changes: object): Test {
    return this.post('update', changes).set('X-Auth-Token', token);
  }

  async signUp(email: string, name = 'YourName'): Promise<MixappDevice & { readonly password: string }> {
    const answer = await this.post('signup', { email, name }).expect(200);
    return { ...this.device(answer), password: (answer.body as { password: string }).password };
  }

  async signIn({ email, password }: Pick<Person, 'email' | 'password'>): Promise<MixappDevice> {
    return this.device(await this.post('signin', { email, password }).expect(200));
  }

  private device({ body }: Response): MixappDevice {
    const { token, user } = body as { token?: string; user: MixappUser };
    if (token === undefined) throw new Error(`not signed in: ${JSON.stringify(body)}`);
    return { token, user, update: (changes) => this.update(token, changes) };
  }
}
