import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something that may not happen again before `until`, named by a digest. */
@Entity('cooldowns')
export class Cooldown {
  @PrimaryColumn({ type: 'bytea', primaryKeyConstraintName: 'cooldowns_pkey' })
  key!: Buffer;

  @Column({ type: 'timestamptz' })
  until!: Date;
}
