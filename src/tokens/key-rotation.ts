import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import type { Actor } from '../audit/happening';
import { Clock } from '../clock/clock';
import { Config } from '../config/config';
import { Log } from '../log/log';
import { Recurring } from '../log/recurring';
import { KeyRing } from './key-ring';
import { makeKey } from './make-key';
import { Sealer } from './sealer';
import { SigningKeyRepository } from './signing-key.repository';

/** Milliseconds between two looks at the ring: as long, an instance that hears no notice goes on signing with a retired key. */
const LOOK_PAUSE = 600_000;
/** Seconds that a retired key is kept beyond the life of what it signed. */
const SLACK = 3_600;

/** Seconds that a key is published before it signs by itself; verifiers keep the JWKS for minutes, some for hours. */
const LEAD = 86_400;

const ROTATED = ['access', 'legacy'] as const;
type RotatedPurpose = (typeof ROTATED)[number];

/** A key that has taken over. */
export interface Rotated {
  readonly purpose: RotatedPurpose;
  /** Its `kid`. */
  readonly key: string;
  /** Since when the JWKS has shown it; null for keys that no JWKS shows. */
  readonly publishedAt: Date | null;
  /** The `kid` of the key that is published now, to follow it. */
  readonly next: string | null;
}

/**
 * Replaces signing keys in time (NIST SP 800-57, 5.3.6), those of access tokens by a key that has long been published.
 * Fingerprint keys are not rotated: what they make must stay the same for as long as clients compare it.
 */
@Injectable()
export class KeyRotation extends Recurring {
  constructor(
    private readonly ring: KeyRing,
    private readonly repository: SigningKeyRepository,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
    private readonly config: Config,
    log: Log,
    private readonly audit: Audit,
  ) {
    super(log, LOOK_PAUSE, 'key_rotation_failed');
  }

  protected override round(): Promise<unknown> {
    return this.rotateDue();
  }

  /** Replaces what has signed long enough and removes what nothing can need any more. */
  async rotateDue(): Promise<void> {
    await this.ring.load();
    for (const purpose of ROTATED) {
      if (this.isDue(purpose)) await this.rotate(purpose, () => this.isDue(purpose));
      await this.repository.removeRetired(purpose, this.clock.in(-this.lifeOf(purpose) - SLACK));
    }
    await this.ring.load();
  }

  /** Replaces the signing keys now, whatever their age. @returns what happened to each */
  async rotateNow(): Promise<Rotated[]> {
    const rotated: Rotated[] = [];
    for (const purpose of ROTATED) rotated.push(...(await this.rotate(purpose, () => true, 'operator')));
    await this.ring.load();
    return rotated;
  }

  // Under the lock it is looked at once more: of several instances the first one rotates.
  private rotate(purpose: RotatedPurpose, isWanted: () => boolean, actor: Actor = 'system'): Promise<Rotated[]> {
    return this.repository.exclusively(async () => {
      await this.ring.load();
      if (!isWanted()) return [];
      const [now, old, next] = [this.clock.now(), this.ring.current(purpose), this.ring.next(purpose)];
      const key = next ?? (await this.repository.add(makeKey(purpose, this.sealer, now)));
      await this.repository.activate(key.id, now);
      await this.repository.retire(old.id, now);
      const following = next === null ? null : await this.repository.add(makeKey(purpose, this.sealer, now, null));
      await this.audit.record({ event: 'key_rotated', actor, facts: { purpose, retired: old.id, key: key.id, ...(following && { next: following.id }) } });
      return [{ purpose, key: key.id, publishedAt: next?.createdAt ?? null, next: following?.id ?? null }];
    });
  }

  // A key that others have had no time to hear of waits, and the old one goes on signing: so it is after an upgrade from a
  // version that published no next key.
  private isDue(purpose: RotatedPurpose): boolean {
    const { signingKeyTtl } = this.config.tokens;
    const [current, next] = [this.ring.current(purpose), this.ring.next(purpose)];
    const isPublished = next === null || this.isPast(next.createdAt, Math.min(LEAD, signingKeyTtl));
    return isPublished && this.isPast(current.activatedAt ?? current.createdAt, signingKeyTtl);
  }

  private isPast(since: Date, seconds: number): boolean {
    return since.getTime() <= this.clock.in(-seconds).getTime();
  }

  private lifeOf(purpose: RotatedPurpose): number {
    if (purpose === 'access') return this.config.tokens.accessTokenTtl;
    const { legacy, appmixer } = this.config.sessions;
    return Math.max(legacy.absolute, appmixer.absolute);
  }
}
