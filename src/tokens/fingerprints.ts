import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyRing } from './key-ring';

/** Keyed MACs that identify a thing without telling anything of it. */
@Injectable()
export class Fingerprints {
  constructor(private readonly ring: KeyRing) {}

  /** 32 lower-case hex digits: HMAC-SHA-256 under a key of the ring, cut to 128 bits. */
  of(...parts: (string | number)[]): string {
    return createHmac('sha256', this.ring.current('fingerprint').signing).update(JSON.stringify(parts)).digest('hex').slice(0, 32);
  }
}
