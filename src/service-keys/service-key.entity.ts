import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** The key of a program of the operator's, such as a help desk. Only its SHA-256 is kept. */
@Entity('service_keys')
@Unique('service_keys_name_key', ['name'])
@Unique('service_keys_digest_key', ['digest'])
export class ServiceKey {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'service_keys_pkey' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'bytea' })
  digest!: Buffer;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;
}
