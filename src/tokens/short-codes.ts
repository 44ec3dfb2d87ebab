import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import { derivedKeys } from '../config/derived-keys';

/** Capital letters and digits that nobody mixes up: no I and O, no 0 and 1. Thirty-two, five bits each. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 8;

/**
 * Codes that people type from one screen into another: 40 bits. A plain digest of so few bits could be searched through
 * in minutes by whoever reads the database, so theirs is an HMAC-SHA-256 (RFC 2104) under a key derived from
 * `LATCHKEY_SECRET`. The scope names whose code it is: the same code of another account has another digest.
 */
@Injectable()
export class ShortCodes {
  private readonly keys: readonly [Buffer, ...Buffer[]];

  constructor({ secrets }: Config) {
    this.keys = derivedKeys(secrets, 'shortCodes');
  }

  /** A new code as people get it: `ABCD-EFGH`. */
  static make(): string {
    const code = Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
    return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
  }

  digest(code: string, scope: string): Buffer {
    return digestUnder(this.keys[0], code, scope);
  }

  /** Whether a code as people type it, in any case and with spaces or dashes, is the one of the digest. */
  isSame(code: string, scope: string, digest: Buffer): boolean {
    return this.keys.some((key) => timingSafeEqual(digestUnder(key, code, scope), digest));
  }
}

function digestUnder(key: Buffer, code: string, scope: string): Buffer {
  return createHmac('sha256', key)
    .update(`${scope}\u0000${code.toUpperCase().replace(/[^A-Z0-9]/g, '')}`)
    .digest();
}
