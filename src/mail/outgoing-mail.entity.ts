import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Locale } from '../locale/locale';
import type { LetterKind } from './letter';

/** What a mail is for. `confirm_new_address` is the letter `confirm_address` to the address that an account changes to. */
export type MailKind = LetterKind | 'confirm_new_address';

/** `waiting`: to be sent, or being sent now. `dead`: given up, until an operator says otherwise. */
export type MailState = 'waiting' | 'sent' | 'dead';

/** What a letter needs besides its account. Never a secret: whatever works in the mail is minted when it is sent. */
export interface MailFacts {
  /** The address to mail to, where it must be that of the event and not the account's of the moment of sending. */
  to?: string;
  newAddress?: string;
  /** Whether a notice of a change has the link that undoes it: the address was confirmed. */
  undo?: boolean;
  /** RFC 3339. */
  at?: string;
  sessionId?: string;
  device?: string | null;
  ip?: string | null;
  userAgent?: string | null;
  subject?: string;
  /** Where the letter's link leads, with `{token}` in it; our own page where absent. */
  link?: string;
  /** Whether a recovery letter holds a short code too; it does where this is absent. */
  code?: boolean;
  /** Whether the letter also leads to the page "Did you ask for this?". */
  approval?: boolean;
  /** The submitted address, sealed: of a mail that is nobody's yet. */
  address?: string;
  /** SHA-256, base64url, of a token that was returned to whoever asked. */
  returned?: string;
}

/** A mail on its way: the record of what is to be sent, and of what became of it. */
@Entity('outgoing_mails')
@Index('outgoing_mails_due_idx', { synchronize: false })
@Index('outgoing_mails_settled_idx', { synchronize: false })
export class OutgoingMail {
  /** UUID v7, so that the newer of two mails is known. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'outgoing_mails_pkey' })
  id!: string;

  /** Null until the worker has looked up whose the submitted address is. */
  @Index('outgoing_mails_user_id_idx')
  @ForeignKey('User', { name: 'outgoing_mails_user_id_fkey', onDelete: 'CASCADE' })
  @Column({ type: 'uuid', nullable: true })
  userId!: string | null;

  @Column({ type: 'text' })
  kind!: MailKind;

  /** The language of the request that caused it, for an account of which none is known; null: unknown. */
  @Column({ type: 'text', nullable: true })
  locale!: Locale | null;

  @Column({ type: 'jsonb', default: {} })
  facts!: MailFacts;

  @Column({ type: 'text', default: 'waiting' })
  state!: MailState;

  /** Tries begun so far. It also tells the worker that holds the mail from one that held it before. */
  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  @Column({ type: 'timestamptz' })
  createdAt!: Date;

  /** When it may be tried next. */
  @Column({ type: 'timestamptz' })
  dueAt!: Date;

  /** When the worker that has taken it counts as dead, by the database's clock: instances share no other. */
  @Column({ type: 'timestamptz', nullable: true })
  takenUntil!: Date | null;

  /** After this moment a failure is final. */
  @Column({ type: 'timestamptz' })
  giveUpAt!: Date;

  /** The code of the last failure, for example `ETIMEDOUT` or `EENVELOPE 550`. */
  @Column({ type: 'text', nullable: true })
  failure!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  sentAt!: Date | null;
}
