import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import { OPERATOR } from '../audit/happening';
import { Clock } from '../clock/clock';
import { makeKey } from './make-key';
import { Sealer } from './sealer';
import { SigningKeyRepository } from './signing-key.repository';

/** Gives the installation a new ring, without opening a key of the old one: it may be that their secret is lost. */
@Injectable()
export class KeyDisposal {
  constructor(
    private readonly repository: SigningKeyRepository,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /**
   * Deletes every signing key, so that every token they have signed is worthless, and makes new ones in the same transaction: an
   * instance that runs meanwhile is at no moment without.
   * @returns how many were deleted, and the `kid` of the new key of access tokens
   */
  discardAll(): Promise<{ discarded: number; key: string }> {
    return this.repository.exclusively(async () => {
      const now = this.clock.now();
      const discarded = await this.repository.removeAll();
      const access = makeKey('access', this.sealer, now);
      const others = [makeKey('access', this.sealer, now, null), makeKey('legacy', this.sealer, now), makeKey('fingerprint', this.sealer, now)];
      for (const key of [access, ...others]) await this.repository.add(key);
      await this.audit.record({ event: 'keys_discarded', ...OPERATOR, facts: { discarded, key: access.id } });
      return { discarded, key: access.id };
    });
  }
}
