import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import { derivedKeys } from '../config/derived-keys';
import { OtherSecretError } from './other-secret-error';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Authenticated encryption of what the store keeps encrypted: AES-256-GCM (NIST SP 800-38D) under a key derived from
 * `LATCHKEY_SECRET`. The `context` names what is sealed and for whom; opening under another context fails, so that
 * one row's value is worth nothing in another row.
 */
@Injectable()
export class Sealer {
  private readonly keys: readonly [Buffer, ...Buffer[]];

  constructor(private readonly config: Config) {
    this.keys = derivedKeys(config.secrets, 'sealing');
  }

  seal(plain: Buffer, context: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.keys[0], nonce).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]);
  }

  /** @throws OtherSecretError where neither the current nor the previous secret opens it, or it was tampered with */
  open(sealed: Buffer, context: string): Buffer {
    for (const key of this.keys) {
      const plain = tryOpen(key, sealed, context);
      if (plain !== null) return plain;
    }
    throw new OtherSecretError(this.config);
  }

  /** Whether it is sealed with `LATCHKEY_SECRET` itself, and not with the one before. */
  isCurrent(sealed: Buffer, context: string): boolean {
    return tryOpen(this.keys[0], sealed, context) !== null;
  }
}

function tryOpen(key: Buffer, sealed: Buffer, context: string): Buffer | null {
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(context)).setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}
