import type { TestApp } from './app';

/** What a UProgress client says of itself. */
export const PHONE = { platform: 'iOS', platform_version: '10.2', app_name: 'UProgress', app_version: '1.0' };
export const BROWSER = { platform: 'macOS', platform_version: '10.11', app: 'Google Chrome', app_version: '56.14.3', provider: 'Facebook' };

export interface AuthorizationRecord {
  id: number;
  user_id: number;
  provider: string | null;
  platform: string | null;
  platform_version: string | null;
  app_name: string | null;
  app_version: string | null;
  last_sign_in_at: string;
  created_at: string;
  updated_at: string;
}

let serial = 0;

/** The UProgress API as its clients use it. */
export class Uprogress {
  constructor(private readonly app: TestApp) {}

  /** A new account, signed in. */
  async register(account: { email?: string; password?: string; nick?: string } = {}): Promise<{ email: string; password: string; token: string }> {
    const { email = `progress-${++serial}@example.com`, password = 'Password123', nick } = account;
    const { body } = await this.app.http
      .post('/api/v1/registrations')
      .send({ user: { email, password, nick, authorization: PHONE } })
      .expect(200);
    return { email, password, token: (body as { token: string }).token };
  }

  async signIn({ email, password }: { email: string; password: string }, authorization: object = PHONE): Promise<string> {
    const { body } = await this.app.http.post('/api/v1/sessions').send({ user: { email, password, authorization } }).expect(200);
    return (body as { token: string }).token;
  }

  get(token: string, path: string) {
    return this.app.http.get(`/api/v1/${path}`).set('uprogresstoken', token);
  }

  put(token: string, path: string, body: object) {
    return this.app.http.put(`/api/v1/${path}`).set('uprogresstoken', token).send(body);
  }

  async authorizations(token: string): Promise<AuthorizationRecord[]> {
    const { body } = await this.get(token, 'authorizations').expect(200);
    return (body as { authorizations: AuthorizationRecord[] }).authorizations;
  }

  restore(email: string) {
    return this.app.http.post('/api/v1/sessions/restore_password').send({ user: { email } });
  }

  reset(token: string, password: string) {
    return this.app.http.put('/api/v1/sessions/reset_password').send({ user: { token, password, password_confirmation: password } });
  }
}

export const UNKNOWN = { error: 'User not found' };
export const INVALID = { error: 'Authorization token invalid' };
export const EXPIRED = { error: 'Authorization token expired' };
export const TOKEN_SPENT = { errors: { token: ['Token has expired'] } };
