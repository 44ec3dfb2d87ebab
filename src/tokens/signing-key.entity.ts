import type { JsonWebKey } from 'node:crypto';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** `access`: our access tokens. `legacy`: the dialects' tokens. `fingerprint`: MACs that stand in for old hashes. */
export type KeyPurpose = 'access' | 'legacy' | 'fingerprint';

/** A key of the ring. The private (or secret) part is sealed; the id is the `kid` of the tokens it signs. */
@Entity('signing_keys')
export class SigningKey {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'signing_keys_pkey' })
  id!: string;

  @Column({ type: 'text' })
  purpose!: KeyPurpose;

  @Column({ type: 'text' })
  algorithm!: 'ES256' | 'HS256';

  /** Only of asymmetric keys: what the JWKS shows. */
  @Column({ type: 'jsonb', nullable: true })
  publicJwk!: JsonWebKey | null;

  @Column({ type: 'bytea' })
  sealedKey!: Buffer;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  /** Since when it signs; null: it is published, so that whoever verifies tokens knows it before the first of its own. */
  @Column({ type: 'timestamptz', nullable: true })
  activatedAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  retiredAt!: Date | null;
}
