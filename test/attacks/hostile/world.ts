import { Background } from '../../../src/log/background';
import { ServiceKeysService } from '../../../src/service-keys/service-keys.service';
import { startApp, type TestApp } from '../../support/app';
import type { Operation } from '../../support/contract/document';
import type { Device, Person } from '../../support/factories';
import { registerSecret } from '../../support/secrets';
import type { Attack } from './attack';
import { changedTables, type StoreDigest, WatchedStore } from './watched-store';

type Tokens = Readonly<Record<'native' | 'mixapp' | 'uprogress' | 'appmixer', string>>;

const GARBAGE = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.';
const HEADERS: Readonly<Record<string, string>> = { bearer: 'authorization', 'X-Auth-Token': 'x-auth-token', uprogresstoken: 'uprogresstoken' };

/** The application under attack, with a person who is signed in at every API. */
export class World {
  private person!: Person;
  private phone!: Device;
  private tokens!: Tokens;
  private before!: StoreDigest;
  private vitals = '';
  private sessions: readonly string[] = [];
  private turns = 0;

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
    const { given, http } = this.app;
    this.person = await (this.turns++ % 2 === 0 ? given.user() : given.admin());
    this.phone = await given.session(this.person);
    const { email, password } = this.person;
    const tokenFrom = async (path: string, body: object) => ((await http.post(path).send(body).expect(200)).body as { token: string }).token;
    this.tokens = {
      native: this.phone.accessToken,
      mixapp: await tokenFrom('/v1/signin', { email, password }),
      uprogress: await tokenFrom('/api/v1/sessions', { user: { email, password, authorization: { platform: 'ios' } } }),
      appmixer: await tokenFrom('/user/auth', { email, password }),
    };
    this.before = await this.settled();
    this.sessions = await this.store.sessionsOf(this.person.id);
    this.vitals = await this.store.vitalsOf(this.person.id, this.sessions);
  }

  /** After something has succeeded: the next attack starts from a settled store, and from a person whose tokens live. */
  async recover(): Promise<void> {
    const isUnhurt = (await this.store.vitalsOf(this.person.id, this.sessions)) === this.vitals;
    await (isUnhurt ? this.settle() : this.renew());
  }

  /** The tables that have changed since the last settled state. */
  async changes(): Promise<string[]> {
    return changedTables(this.before, await this.store.digest());
  }

  /** What a field of this name takes; undefined where any value of its kind will do. */
  goodField(name: string): unknown {
    const { email, password } = this.person;
    if (/^(password|currentPassword|oldPassword|oldpassword)$/.test(name)) return password;
    if (/^(newPassword|newpassword|password_confirmation)$/.test(name)) return `${password}-2`;
    if (name === 'email') return email;
    if (name === 'newEmail') return `new-${email}`;
    if (name === 'username') return undefined;
    if (name === 'token' || name === 'code') return 'A'.repeat(43);
    return name === 'refreshToken' ? this.phone.refreshToken : undefined;
  }

  goodSegment(template: string): string {
    return template.startsWith('/v2/sessions') ? this.phone.sessionId : '1';
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
