import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** A person's password: only its hash. */
@Entity('passwords')
export class Password {
  @ForeignKey('User', { name: 'passwords_user_id_fkey', onDelete: 'CASCADE' })
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'passwords_pkey' })
  userId!: string;

  /** A PHC string: scheme, parameters, salt and hash. */
  @Column({ type: 'text' })
  hash!: string;

  /** Grows with every change: what was made under one generation is not for the next. */
  @Column({ type: 'integer', default: 1 })
  generation!: number;

  @Column({ type: 'timestamptz' })
  changedAt!: Date;
}
