import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Config } from '../config/config';
import { Log } from '../log/log';
import { KeyRing } from './key-ring';
import { makeKey, type RingKey } from './make-key';
import { Sealer } from './sealer';
import type { SigningKey } from './signing-key.entity';
import { SigningKeyRepository } from './signing-key.repository';

/** Milliseconds between two looks at the ring: as long, an instance that hears no notice goes on signing with a retired key. */
const LOOK_PAUSE = 600_000;
/** Seconds that a retired key is kept beyond the life of what it signed. */
const SLACK = 3_600;
/** Life of the longest tokens that are not set by configuration: Appmixer's. Seconds. */
const APPMIXER_LIFE = 30 * 86_400;

const ROTATED = ['access', 'legacy'] as const;
type RotatedPurpose = (typeof ROTATED)[number];

/**
 * Replaces signing keys in time (NIST SP 800-57, 5.3.6). Fingerprint keys are not rotated: what they make must stay the
 * same for as long as clients compare it.
 */
@Injectable()
export class KeyRotation implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly ring: KeyRing,
    private readonly repository: SigningKeyRepository,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => {
      this.rotateDue().catch((error: unknown) => this.log.failure('key_rotation_failed', error));
    }, LOOK_PAUSE).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Replaces what has signed long enough and removes what nothing can need any more. */
  async rotateDue(): Promise<void> {
    await this.ring.load();
    const { signingKeyTtl } = this.config.tokens;
    for (const purpose of ROTATED) {
      if (this.isOlder(this.ring.current(purpose), signingKeyTtl)) await this.rotate(purpose, signingKeyTtl);
      await this.repository.removeRetired(purpose, this.clock.in(-this.lifeOf(purpose) - SLACK));
    }
    await this.ring.load();
  }

  /** Replaces the signing keys now, whatever their age. @returns the new keys */
  async rotateNow(): Promise<SigningKey[]> {
    const made: SigningKey[] = [];
    for (const purpose of ROTATED) made.push(...(await this.rotate(purpose, 0)));
    await this.ring.load();
    return made;
  }

  // Under the lock the age is looked at once more: of several instances the first one rotates.
  private rotate(purpose: RotatedPurpose, minimumAge: number): Promise<SigningKey[]> {
    return this.repository.exclusively(async () => {
      await this.ring.load();
      const old = this.ring.current(purpose);
      if (!this.isOlder(old, minimumAge)) return [];
      const fresh = makeKey(purpose, this.sealer, this.clock.now());
      await this.repository.add(fresh);
      await this.repository.retire(old.id, this.clock.now());
      this.log.event('key_rotated', { purpose, retired: old.id, key: fresh.id });
      return [fresh];
    });
  }

  private isOlder(key: RingKey, seconds: number): boolean {
    return seconds === 0 || key.createdAt.getTime() <= this.clock.in(-seconds).getTime();
  }

  private lifeOf(purpose: RotatedPurpose): number {
    if (purpose === 'access') return this.config.tokens.accessTokenTtl;
    return Math.max(this.config.sessions.legacy.absolute, APPMIXER_LIFE);
  }
}
