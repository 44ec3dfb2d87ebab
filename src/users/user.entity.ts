import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { identityNumber } from '../database/identity-number';
import type { Locale } from '../locale/locale';

/** A person's account. One account has three ids: each API shows its own kind, and none of them ever changes. */
@Entity('users')
@Unique('users_number_key', ['number'])
@Unique('users_object_id_key', ['objectId'])
@Index('users_email_key', { synchronize: false })
@Index('users_username_key', { synchronize: false })
export class User {
  /** UUID v7: the native API's id. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'users_pkey' })
  id!: string;

  /** UProgress' and Amadis' id. */
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'BY DEFAULT', insert: false, update: false, transformer: identityNumber })
  number!: number;

  /** Mixapp's and Appmixer's id: 24 lower-case hex digits. */
  @Column({ type: 'character', length: 24 })
  objectId!: string;

  /** As the person wrote it; unique without regard to case. */
  @Column({ type: 'text' })
  email!: string;

  @Column({ type: 'timestamptz', nullable: true })
  emailVerifiedAt!: Date | null;

  /** UProgress: nick. Unique without regard to case, never with an `@` in it. */
  @Column({ type: 'text', nullable: true })
  username!: string | null;

  /** Asked for at a sign-up that must not tell what is taken; nobody's until the address is confirmed, and null from then on. */
  @Column({ type: 'text', nullable: true })
  wishedUsername!: string | null;

  @Column({ type: 'text', nullable: true })
  name!: string | null;

  @Column({ type: 'text', nullable: true })
  firstName!: string | null;

  @Column({ type: 'text', nullable: true })
  lastName!: string | null;

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  @Column({ type: 'text', nullable: true })
  location!: string | null;

  /** A picture as the client gave it, such as a data URL; at most 256 KiB. */
  @Column({ type: 'text', nullable: true })
  avatar!: string | null;

  /** The language that letters to the person are written in; null: unknown. */
  @Column({ type: 'text', nullable: true })
  locale!: Locale | null;

  @Column({ type: 'jsonb', default: {} })
  metadata!: Record<string, string>;

  @Column({ type: 'text', array: true, default: ['user'] })
  scopes!: string[];

  @Column({ type: 'text', default: 'free' })
  plan!: string;

  @Column({ type: 'timestamptz', nullable: true })
  disabledAt!: Date | null;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz' })
  updatedAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  lastLoginAt!: Date | null;
}
