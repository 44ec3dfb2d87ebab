import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Config } from '../config/config';
import { ChangeNotices } from '../database/change-notices';
import { Log } from '../log/log';
import { makeKey, openKey, type RingKey } from './make-key';
import { Sealer } from './sealer';
import type { KeyPurpose, SigningKey } from './signing-key.entity';
import { SigningKeyRepository } from './signing-key.repository';
import { VerifiedTokens } from './verified-tokens';

const PURPOSES: readonly KeyPurpose[] = ['access', 'legacy', 'fingerprint'];
/** Others verify what these sign, by keys that they fetch now and then: so each is published long before it signs. */
const PUBLISHED_AHEAD: readonly KeyPurpose[] = ['access'];

/** Seconds between two looks for a key that this instance does not know yet. */
const RELOAD_PAUSE = 5;

/** The keys of the installation, opened once and kept in memory. */
@Injectable()
export class KeyRing implements OnModuleDestroy, OnModuleInit {
  private keys = new Map<string, RingKey>();
  private reloadedAt = 0;
  /** Readings begun, and the latest of those whose answer is in force. */
  private begun = 0;
  private inForce = 0;
  /** What notices are having read, and whether others have come since that was begun. */
  private rereading: Promise<void> | null = null;
  private rereadAgain = false;
  private started = false;
  private issuerName = '';

  constructor(
    private readonly repository: SigningKeyRepository,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly log: Log,
    private readonly verified: VerifiedTokens,
    notices: ChangeNotices,
  ) {
    const reread = () => this.reread();
    notices.subscribe({ changed: (kind) => (kind === 'key' ? reread() : undefined), missed: reread });
  }

  async onModuleInit(): Promise<void> {
    await this.load();
    if (this.isIncomplete()) await this.complete();
    this.issuerName = this.config.tokens.issuer ?? (await this.repository.issuer());
    this.started = true;
    if (this.rereadAgain) this.reread();
  }

  /** What is being read is not cut off: a command that has ended well would tell of a failure. */
  async onModuleDestroy(): Promise<void> {
    await this.rereading;
  }

  /** `iss` and `aud` of access tokens. */
  get issuer(): string {
    return this.issuerName;
  }

  /** The key that signs now. */
  current(purpose: KeyPurpose): RingKey {
    const key = this.signing(purpose);
    if (key === undefined) throw new Error(`The key ring has no ${purpose} key`);
    return key;
  }

  /** The key that will sign after the current one; null for purposes whose keys are made when they are needed. */
  next(purpose: KeyPurpose): RingKey | null {
    const current = this.signing(purpose);
    return this.usable(purpose).findLast((key) => key.activatedAt === null && key !== current) ?? null;
  }

  /** The key of a `kid`; null where there is none, also not in the store (another instance may have made it). */
  async find(id: string): Promise<RingKey | null> {
    if (!this.keys.has(id) && this.clock.seconds() - this.reloadedAt >= RELOAD_PAUSE) await this.load();
    return this.keys.get(id) ?? null;
  }

  /** Every key, the oldest first. */
  all(): RingKey[] {
    return [...this.keys.values()];
  }

  /** The keys whose public part may be shown. */
  publicKeys(): RingKey[] {
    return [...this.keys.values()].filter((key) => key.publicJwk !== null);
  }

  // An instance of an earlier version makes keys that sign at once and says nothing of it: the oldest of them signs.
  private signing(purpose: KeyPurpose): RingKey | undefined {
    const keys = this.usable(purpose);
    return keys.findLast((key) => key.activatedAt !== null) ?? keys[0];
  }

  private usable(purpose: KeyPurpose): RingKey[] {
    return [...this.keys.values()].filter((key) => key.purpose === purpose && key.retiredAt === null);
  }

  /** Reads the ring anew: another instance may have rotated it. */
  async load(): Promise<void> {
    const turn = ++this.begun;
    const stored = await this.repository.all();
    // Readings may overlap: the one that began last has seen the most.
    if (turn < this.inForce) return;
    this.inForce = turn;
    const before = this.keys;
    this.keys = new Map(stored.map((key) => [key.id, this.opened(key)]));
    // What a key has signed goes with it. Which key a token was signed with is not kept, so all are forgotten.
    if ([...before.keys()].some((id) => !this.keys.has(id))) this.verified.forgetAll();
    this.reloadedAt = this.clock.seconds();
  }

  // A rotation gives a notice for each key that it touches: one reading after the last of them tells what all would. So it is with those that
  // come while the ring starts, which would log a second time what keeps it from starting.
  private reread(): void {
    this.rereadAgain = true;
    if (this.started) this.rereading ??= this.readWhileAsked();
  }

  private async readWhileAsked(): Promise<void> {
    while (this.rereadAgain) {
      this.rereadAgain = false;
      await this.load().catch((error: unknown) => this.log.failure('keys_not_read', error));
    }
    this.rereading = null;
  }

  // Opening costs a decryption; of a key that is open already, only what it is used for can have changed.
  private opened(key: SigningKey): RingKey {
    const known = this.keys.get(key.id);
    return known === undefined ? openKey(key, this.sealer) : { ...known, activatedAt: key.activatedAt, retiredAt: key.retiredAt };
  }

  private isIncomplete(): boolean {
    return PURPOSES.some((purpose) => this.signing(purpose) === undefined) || PUBLISHED_AHEAD.some((purpose) => this.next(purpose) === null);
  }

  private async complete(): Promise<void> {
    await this.repository.exclusively(async () => {
      await this.load();
      const now = this.clock.now();
      for (const purpose of PURPOSES) {
        if (this.signing(purpose) === undefined) await this.repository.add(makeKey(purpose, this.sealer, now));
      }
      for (const purpose of PUBLISHED_AHEAD) {
        // Where the one that signs was made just now, the ring does not know it yet.
        const current = this.signing(purpose);
        if (current?.activatedAt === null) await this.repository.activate(current.id, now);
        if (this.next(purpose) === null) await this.repository.add(makeKey(purpose, this.sealer, now, null));
      }
    });
    await this.load();
  }
}
