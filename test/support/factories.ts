import request from 'supertest';
import type { Mailbox } from './mailbox';
import { tokenOf } from './mailbox';

export type HttpClient = ReturnType<typeof request>;

/** A person with an account, and what a test needs to act as that person. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly username: string | null;
}

/** A signed-in device: a client that sends its access token, as `await phone.get('/v2/users/me').expect(200)`. */
export type Device = ReturnType<typeof request.agent> & Tokens;

export interface Tokens {
  readonly sessionId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

export interface NewPerson {
  email?: string;
  password?: string;
  username?: string;
  name?: string;
  /** Confirm the address by the mailed link. */
  verified?: boolean;
  scopes?: string[];
}

interface World {
  readonly baseUrl: string;
  readonly http: HttpClient;
  readonly mailbox: Mailbox;
  db(sql: string, values?: unknown[]): Promise<unknown>;
}

interface SignedIn {
  session: { id: string };
  user: { id: string };
  accessToken: string;
  refreshToken: string;
}

let serial = 0;

/** Arranges what a test starts from, by the native API where it can. */
export class Given {
  constructor(private readonly world: World) {}

  async user({ verified, scopes, ...account }: NewPerson = {}): Promise<Person> {
    const { email = `person-${++serial}@example.com`, password = `Right-Horse-${serial}-Staple`, ...rest } = account;
    const { body } = await this.world.http
      .post('/v2/users')
      .send({ email, password, ...rest })
      .expect(201);
    const person: Person = { id: (body as SignedIn).user.id, email, password, username: rest.username ?? null };
    if (verified) await this.confirmedEmail(person);
    // The session of the registration would stand in every list of sessions.
    await this.world.http
      .post('/v2/auth/sign-out')
      .set('authorization', `Bearer ${(body as SignedIn).accessToken}`)
      .expect(204);
    if (scopes) await this.world.db('UPDATE users SET scopes = $2 WHERE id = $1', [person.id, scopes]);
    return person;
  }

  admin(account: NewPerson = {}): Promise<Person> {
    return this.user({ ...account, scopes: ['user', 'admin'] });
  }

  /** A new device on which the person is signed in natively. */
  async session(person: Person, device: Record<string, string> = {}): Promise<Device> {
    const answer = await this.world.http.post('/v2/auth/sign-in').send({ email: person.email, password: person.password, device }).expect(200);
    const { session, accessToken, refreshToken } = answer.body as SignedIn;
    return this.device({ sessionId: session.id, accessToken, refreshToken });
  }

  /** A client that presents this access token. */
  device(tokens: Tokens): Device {
    return Object.assign(request.agent(this.world.baseUrl).set('authorization', `Bearer ${tokens.accessToken}`), tokens);
  }

  private async confirmedEmail(person: Person): Promise<void> {
    const token = tokenOf(await this.world.mailbox.waitFor(person.email));
    await this.world.http.post('/v2/users/email-confirmations').send({ token, password: person.password }).expect(204);
  }
}
