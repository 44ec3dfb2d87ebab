import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/**
 * What a secret may be spent on. `recovery_code` is the short code of a recovery letter. `uprogress_recovery` is the token
 * that UProgress returns in its response: it works only once the person has approved it from the mail. `session_denial`
 * says "This wasn't me" to a sign-in.
 */
export type SecretPurpose =
  'recovery' | 'recovery_code' | 'uprogress_recovery' | 'email_confirmation' | 'email_change' | 'email_change_undo' | 'session_denial';

/** Facts a secret carries: the address it was mailed to, and who asked for it. */
export interface SecretContext {
  email?: string;
  ip?: string | null;
  userAgent?: string | null;
  /** It was also given to the caller who asked, who need not have read the mail. */
  returned?: boolean;
  /** The mail that it was minted for. */
  mailId?: string;
  /** The session that may be denied, and its device in words. */
  sessionId?: string;
  device?: string | null;
}

/** A secret that works once. Only the SHA-256 of its 256 random bits is kept; of a short code, an HMAC. */
@Entity('one_time_secrets')
@Unique('one_time_secrets_digest_key', ['digest'])
@Index('one_time_secrets_end_idx', { synchronize: false })
export class OneTimeSecret {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'one_time_secrets_pkey' })
  id!: string;

  @Index('one_time_secrets_user_id_idx')
  @ForeignKey('User', { name: 'one_time_secrets_user_id_fkey', onDelete: 'CASCADE' })
  @Column({ type: 'uuid' })
  userId!: string;

  @Column({ type: 'text' })
  purpose!: SecretPurpose;

  @Column({ type: 'bytea' })
  digest!: Buffer;

  @Column({ type: 'jsonb', default: {} })
  context!: SecretContext;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  expiresAt!: Date;

  /** When the person said Yes to it; asked of `uprogress_recovery` alone. */
  @Column({ type: 'timestamptz', nullable: true })
  approvedAt!: Date | null;

  /** When it was spent, or replaced by a newer one. */
  @Column({ type: 'timestamptz', nullable: true })
  usedAt!: Date | null;

  /** Guesses at a short code so far. */
  @Column({ type: 'integer', default: 0 })
  tries!: number;
}
