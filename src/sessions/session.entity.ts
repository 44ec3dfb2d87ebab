import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { ApiName } from '../config/config';
import { identityNumber } from '../database/identity-number';

export type EndReason =
  'signed_out' | 'revoked' | 'expired' | 'password_changed' | 'password_reset' | 'disabled' | 'scopes_changed' | 'superseded' | 'refresh_reused';

/** A per-device authorization record: one person, signed in on one device through one API. */
@Entity('sessions')
@Unique('sessions_number_key', ['number'])
@Index('sessions_uprogress_device_key', { synchronize: false })
@Index('sessions_end_idx', { synchronize: false })
export class Session {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'sessions_pkey' })
  id!: string;

  /** UProgress' id of the record. */
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'BY DEFAULT', insert: false, update: false, transformer: identityNumber })
  number!: number;

  @Index('sessions_user_id_idx')
  @ForeignKey('User', { name: 'sessions_user_id_fkey', onDelete: 'CASCADE' })
  @Column({ type: 'uuid' })
  userId!: string;

  /** The API it was made through, and whose tokens alone open it. */
  @Column({ type: 'text' })
  client!: ApiName;

  @Column({ type: 'text', nullable: true })
  platform!: string | null;

  @Column({ type: 'text', nullable: true })
  platformVersion!: string | null;

  @Column({ type: 'text', nullable: true })
  appName!: string | null;

  @Column({ type: 'text', nullable: true })
  appVersion!: string | null;

  /** The application through which the person signed in. */
  @Column({ type: 'text', nullable: true })
  provider!: string | null;

  @Column({ type: 'text', nullable: true })
  label!: string | null;

  @Column({ type: 'text', nullable: true })
  ip!: string | null;

  @Column({ type: 'text', nullable: true })
  userAgent!: string | null;

  @Column({ type: 'text', nullable: true })
  pushToken!: string | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  updatedAt!: Date;

  /** The latest sign-in on the device; UProgress renews a record, everybody else makes a new one. */
  @Column({ type: 'timestamptz' })
  signedInAt!: Date;

  /** At most a minute behind. */
  @Column({ type: 'timestamptz' })
  lastSeenAt!: Date;

  /** The absolute end. */
  @Column({ type: 'timestamptz' })
  expiresAt!: Date;

  /** Seconds without a request after which it ends; null: no such limit. */
  @Column({ type: 'integer', nullable: true })
  idleSeconds!: number | null;

  @Column({ type: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  endReason!: EndReason | null;

  /** Native sessions: the sealed key of their refresh tokens. */
  @Column({ type: 'bytea', nullable: true })
  refreshKey!: Buffer | null;

  /** The number of the refresh token that is current. */
  @Column({ type: 'integer', default: 0 })
  refreshCounter!: number;

  /** When that number was reached. */
  @Column({ type: 'timestamptz', nullable: true })
  refreshedAt!: Date | null;

  /** Dialects: tokens of an older generation are worthless, but for the kept one. */
  @Column({ type: 'integer', default: 0 })
  tokenGeneration!: number;

  /** The token that a password change was made with. */
  @Column({ type: 'text', nullable: true })
  keptTokenId!: string | null;
}
