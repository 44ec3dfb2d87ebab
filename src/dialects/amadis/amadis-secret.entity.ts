import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** The secret that a registration through Amadis handed out, sealed. */
@Entity('amadis_secrets')
export class AmadisSecret {
  @ForeignKey('User', { name: 'amadis_secrets_user_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'amadis_secrets_pkey' })
  userId!: string;

  @Column({ type: 'bytea' })
  sealedSecret!: Buffer;
}
