import { Background } from '../../../src/log/background';
import { ServiceKeysService } from '../../../src/service-keys/service-keys.service';
import { startApp, type TestApp } from '../../support/app';
import type { Operation } from '../../support/contract/document';
import type { Device, Person } from '../../support/factories';
import { registerSecret } from '../../support/secrets';
import type { Attack } from './attack';
import { type Belongings, belongingsOf, MADE_UP, takesMailed } from './belongings';
import { changedTables, type StoreDigest, WatchedStore } from './watched-store';

type Tokens = Readonly<Record<'native' | 'mixapp' | 'uprogress' | 'appmixer', string>>;

const GARBAGE = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.';
const HEADERS: Readonly<Record<string, string>> = { bearer: 'authorization', 'X-Auth-Token': 'x-auth-token', uprogresstoken: 'uprogresstoken' };

/** Operations whose `password` is a new one, and those that make an account. */
const SETS_PASSWORD = /reset$|reset_password$|change_password$|registrations$|repair\/|reset-password$/;
const SIGNS_UP = /^\/v2\/users$|^\/v1\/signup$|\/registrations$|\/register$|^\/user$/;

/** The application under attack, with a person who is signed in at every API. */
export class World {
  private person!: Person;
  private phone!: Device;
  private tokens!: Tokens;
  private before!: StoreDigest;
  private vitals = '';
  private sessions: readonly string[] = [];
  /** Whose tokens these are. */
  private tokenHolder = '';
  private turns = 0;
  private newcomers = 0;
  private belongings!: Belongings;
  private template = '';

  private constructor(
    private readonly app: TestApp,
    private readonly store: WatchedStore,
    private readonly serviceKey: string,
  ) {}

  static async start(settings: Record<string, string>): Promise<World> {
    const app = await startApp(settings);
    const serviceKey = await app.app.get(ServiceKeysService, { strict: false }).create('attacks');
    registerSecret(serviceKey);
    const world = new World(app, await WatchedStore.of(app.databaseUrl), serviceKey);
    await world.renew();
    return world;
  }

  get port(): number {
    return this.app.port;
  }

  /** Another person, every second time an administrator: what the last one could do may be spent. */
  private async renew(): Promise<void> {
    const { given } = this.app;
    this.person = await (this.turns++ % 2 === 0 ? given.user() : given.admin());
    // Who is there for what is mailed has no use for the tokens of every API, and each costs a hash: those of the last person do.
    if (this.tokenHolder === '' || !takesMailed(this.template)) await this.signInEverywhere();
    this.belongings = await belongingsOf(this.app, this.person, this.template);
    this.before = await this.settled();
    this.sessions = await this.store.sessionsOf(this.person.id);
    this.vitals = await this.store.vitalsOf(this.person.id, this.sessions);
  }

  private async signInEverywhere(): Promise<void> {
    const { given, http } = this.app;
    const { email, password } = this.person;
    const tokenFrom = async (path: string, body: object) => ((await http.post(path).send(body).expect(200)).body as { token: string }).token;
    this.tokenHolder = this.person.id;
    this.phone = await given.session(this.person);
    this.tokens = {
      native: this.phone.accessToken,
      mixapp: await tokenFrom('/v1/signin', { email, password }),
      uprogress: await tokenFrom('/api/v1/sessions', { user: { email, password, authorization: { platform: 'ios' } } }),
      appmixer: await tokenFrom('/user/auth', { email, password }),
    };
  }

  /** Settles for attacks on this operation: where it takes what was mailed, there is a mail that nobody has used. */
  async visit(template: string): Promise<void> {
    this.template = template;
    await this.recover();
  }

  /** After something has succeeded: the next attack starts from a settled store, and from a person whose tokens live. */
  async recover(): Promise<void> {
    const isWhole = this.tokenHolder === this.person.id && !takesMailed(this.template);
    const isUnhurt = isWhole && (await this.store.vitalsOf(this.person.id, this.sessions)) === this.vitals;
    await (isUnhurt ? this.settle() : this.renew());
  }

  /** The tables that have changed since the last settled state. */
  async changes(): Promise<string[]> {
    return changedTables(this.before, await this.store.digest());
  }

  /** What a field of this name takes; undefined where any value of its kind will do. */
  goodField(name: string, template: string, secrets: Attack['secrets']): unknown {
    const { email, password } = this.person;
    const isNew = /^(newPassword|newpassword|password_confirmation)$/.test(name) || (name === 'password' && SETS_PASSWORD.test(template));
    if (isNew) return `${password}-2`;
    if (/^(password|currentPassword|oldPassword|oldpassword)$/.test(name)) return password;
    if (name === 'email') return secrets === 'made-up' && SIGNS_UP.test(template) ? `newcomer-${++this.newcomers}@example.com` : email;
    if (name === 'newEmail') return `new-${email}`;
    if (name === 'username') return undefined;
    if (name === 'token' || name === 'code') return secrets === 'real' ? this.secretOf(name, template) : MADE_UP;
    return name === 'refreshToken' ? this.phone.refreshToken : undefined;
  }

  goodSegment(template: string, secrets: Attack['secrets']): string {
    if (template.startsWith('/v2/sessions')) return this.phone.sessionId;
    const { recovery, sessionNumber, number, objectId } = this.belongings;
    if (template.startsWith('/v1/repair')) return secrets === 'real' ? recovery : MADE_UP;
    if (secrets === 'made-up') return '1';
    if (template.startsWith('/users/')) return objectId;
    return template.startsWith('/api/v1/users') ? number : sessionNumber;
  }

  /** Of the person's own activity. */
  get eventId(): string {
    return this.belongings.eventId;
  }

  /** The header of the kind of credential that the operation documents. */
  credentials(template: string, { security = [] }: Operation, kind: Attack['credential']): Record<string, string> {
    const scheme = security.flatMap((option) => Object.keys(option)).at(-1);
    const header = scheme === undefined ? undefined : HEADERS[scheme];
    if (header === undefined || kind === 'none') return {};
    const own = this.tokenAt(template);
    const value = kind === 'garbage' ? GARBAGE : kind === 'foreign' ? this.tokenOfAnother(own) : own;
    return { [header]: header === 'authorization' ? `Bearer ${value}` : value };
  }

  private secretOf(name: string, template: string): string {
    const { recovery, code, confirmation } = this.belongings;
    if (/introspect|revoke/.test(template)) return this.phone.accessToken;
    if (template.endsWith('email-confirmations')) return confirmation;
    return name === 'code' && template.startsWith('/v2/') ? code : recovery;
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.app.close();
  }

  /** Work that no answer waits for may post mails, which are work in their turn. */
  private async settled(): Promise<StoreDigest> {
    await this.app.app.get(Background).drain();
    return this.store.settled();
  }

  private async settle(): Promise<void> {
    this.before = await this.settled();
  }

  private tokenAt(template: string): string {
    if (template.startsWith('/v1/')) return this.tokens.mixapp;
    if (template.startsWith('/api/v1/')) return this.tokens.uprogress;
    if (/^\/users?(\/|$)/.test(template)) return this.tokens.appmixer;
    return /introspect|resetpassword/.test(template) ? this.serviceKey : this.tokens.native;
  }

  private tokenOfAnother(own: string): string {
    return Object.values(this.tokens).find((token) => token !== own) ?? GARBAGE;
  }
}
