import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config';
import { derivedKeys } from '../../config/derived-keys';

const VERSION_8 = 0x80;
const VARIANT = 0x80;

/**
 * Tickets to ask with what has become of a deletion. Each follows from the id and a secret of this installation, so that every
 * instance knows it, also after a restart, and nothing is kept of a person who is gone; a change of the secret voids it.
 */
@Injectable()
export class DeletionTickets {
  private readonly key: Buffer;

  constructor({ secrets }: Config) {
    [this.key] = derivedKeys(secrets, 'appmixerDeletions');
  }

  /** A UUID of version 8 (RFC 9562, 5.8), from which nothing can be learned. */
  of(objectId: string): string {
    const bytes = createHmac('sha256', this.key).update(objectId).digest().subarray(0, 16);
    bytes[6] = (bytes[6]! & 0x0f) | VERSION_8;
    bytes[8] = (bytes[8]! & 0x3f) | VARIANT;
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  /** Whether a ticket is that of the id, whatever it looks like. */
  isOf(objectId: string, ticket: string): boolean {
    return timingSafeEqual(digest(this.of(objectId)), digest(ticket.toLowerCase()));
  }
}

// Of one length, whatever was given.
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
