import type { Test } from 'supertest';
import type { TestApp } from './app';
import type { Trace } from './audit';
import type { Person } from './factories';

/** An account as Appmixer shows it to an admin. */
export interface ShownUser {
  readonly id: string;
  readonly username: string;
  readonly isActive: boolean;
  readonly email: string;
  readonly scope: string[];
  readonly plan: string;
  readonly created: string;
}

/** Nobody's id. */
export const NOBODY = 'f'.repeat(24);

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** Who did what, to whom. */
export const told = (trail: Trace[]) => trail.map(({ event, subject, actor, actorId, facts }) => [event, subject, actor, actorId, facts]);

/** An Appmixer program in which an admin is signed in. */
export class AppmixerAdmin {
  private constructor(
    private readonly app: TestApp,
    readonly person: Person,
    readonly token: string,
  ) {}

  static async of(app: TestApp): Promise<AppmixerAdmin> {
    const person = await app.given.admin();
    return new AppmixerAdmin(app, person, await tokenFor(app, person));
  }

  get(path: string, token = this.token): Test {
    return this.app.http.get(path).set(bearer(token));
  }

  put(id: string, body: object, token = this.token): Test {
    return this.app.http.put(`/users/${id}`).set(bearer(token)).send(body);
  }

  delete(id: string, token = this.token): Test {
    return this.app.http.delete(`/users/${id}`).set(bearer(token));
  }

  async shown(id: string): Promise<ShownUser> {
    return (await this.get(`/users/${id}`).expect(200)).body as ShownUser;
  }

  async list(query: string): Promise<ShownUser[]> {
    return (await this.get(`/users?${query}`).expect(200)).body as ShownUser[];
  }

  async count(query: string): Promise<number> {
    return ((await this.get(`/users/count?${query}`).expect(200)).body as { count: number }).count;
  }

  /** The person's id in this format. */
  async idOf({ id }: Person): Promise<string> {
    return (await this.app.db<{ object_id: string }>('SELECT object_id FROM users WHERE id = $1', [id]))[0]!.object_id;
  }
}

export const signIn = (app: TestApp, { email, password }: Pick<Person, 'email' | 'password'>): Test => app.http.post('/user/auth').send({ email, password });

export async function tokenFor(app: TestApp, person: Person): Promise<string> {
  return ((await signIn(app, person).expect(200)).body as { token: string }).token;
}
