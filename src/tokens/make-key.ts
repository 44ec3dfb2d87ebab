import { createPrivateKey, createPublicKey, createSecretKey, generateKeyPairSync, type JsonWebKey, type KeyObject, randomBytes } from 'node:crypto';
import type { Sealer } from './sealer';
import type { KeyPurpose, SigningKey } from './signing-key.entity';

/** A key ready for use: `signing` signs, `verifying` verifies (the same object for a secret key). */
export interface RingKey {
  readonly id: string;
  readonly purpose: KeyPurpose;
  readonly algorithm: 'ES256' | 'HS256';
  readonly signing: KeyObject;
  readonly verifying: KeyObject;
  readonly publicJwk: JsonWebKey | null;
  readonly createdAt: Date;
  /** Since when it signs; null: not yet. */
  readonly activatedAt: Date | null;
  /** Since when it signs no more; what it has signed stays good. */
  readonly retiredAt: Date | null;
}

/** Of HS256 keys, as long as what they make (RFC 7518, 3.2). */
const SECRET_BYTES = 32;

const contextOf = (id: string): string => `signing-key:${id}`;

/**
 * A new key of a purpose: P-256 (RFC 7518, 3.4) for access tokens, 256 random bits for everything else.
 * @param activatedAt null: a key that is to sign later
 */
export function makeKey(purpose: KeyPurpose, sealer: Sealer, createdAt: Date, activatedAt: Date | null = createdAt): SigningKey {
  const id = randomBytes(12).toString('base64url');
  const { publicJwk, plain } = purpose === 'access' ? makePair() : { publicJwk: null, plain: randomBytes(SECRET_BYTES) };
  const algorithm = purpose === 'access' ? 'ES256' : 'HS256';
  return { id, purpose, algorithm, publicJwk, sealedKey: sealer.seal(plain, contextOf(id)), createdAt, activatedAt, retiredAt: null };
}

/** @throws Error where the key cannot be opened, or is too weak to sign with (RFC 7518, 3.2) */
export function openKey(key: SigningKey, sealer: Sealer): RingKey {
  const plain = sealer.open(key.sealedKey, contextOf(key.id));
  if (key.algorithm === 'HS256' && plain.length < SECRET_BYTES) throw new Error(`The signing key ${key.id} is shorter than ${SECRET_BYTES} bytes`);
  const signing = key.algorithm === 'ES256' ? createPrivateKey({ key: plain, format: 'der', type: 'pkcs8' }) : createSecretKey(plain);
  const verifying = key.algorithm === 'ES256' ? createPublicKey(signing) : signing;
  return {
    id: key.id,
    purpose: key.purpose,
    algorithm: key.algorithm,
    signing,
    verifying,
    publicJwk: key.publicJwk,
    createdAt: key.createdAt,
    activatedAt: key.activatedAt,
    retiredAt: key.retiredAt,
  };
}

/** The key sealed with the current secret; null where it is already. @throws Error where it cannot be opened */
export function resealed({ id, sealedKey }: SigningKey, sealer: Sealer): Buffer | null {
  const context = contextOf(id);
  return sealer.isCurrent(sealedKey, context) ? null : sealer.seal(sealer.open(sealedKey, context), context);
}

function makePair(): { publicJwk: JsonWebKey; plain: Buffer } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { publicJwk: publicKey.export({ format: 'jwk' }), plain: privateKey.export({ format: 'der', type: 'pkcs8' }) };
}
