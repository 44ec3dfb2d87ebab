import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Actor, AuditEventName, AuditFacts, Outcome } from './happening';

/** One entry of the audit trail: who, when, where, by which API, how it ended. Rows are added and never changed. */
@Entity('audit_events')
@Index('audit_events_subject_id_idx', ['subjectId', 'id'])
export class AuditEvent {
  /** UUID v7: ids grow with time, so that they are the order of the trail and the bound of its sweep. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'audit_events_pkey' })
  id!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;

  @Column({ type: 'text' })
  event!: AuditEventName;

  @Column({ type: 'text' })
  outcome!: Outcome;

  /** The account it is about. No foreign key: once the person is erased, this is a pseudonym. */
  @Column({ type: 'uuid', nullable: true })
  subjectId!: string | null;

  @Column({ type: 'text' })
  actor!: Actor;

  @Index('audit_events_actor_id_idx', { where: '(actor_id IS NOT NULL)' })
  @Column({ type: 'uuid', nullable: true })
  actorId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  sessionId!: string | null;

  /** The API it was asked for through; null for the command line and the program's own acts. */
  @Column({ type: 'text', nullable: true })
  api!: string | null;

  @Column({ type: 'text', nullable: true })
  ip!: string | null;

  @Column({ type: 'text', nullable: true })
  userAgent!: string | null;

  /** Names the request in the log. */
  @Column({ type: 'text', nullable: true })
  requestId!: string | null;

  @Column({ type: 'jsonb', default: {} })
  facts!: AuditFacts;
}
