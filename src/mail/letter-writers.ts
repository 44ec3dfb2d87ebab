import { Injectable } from '@nestjs/common';
import type { Letter } from './letter';
import type { MailKind, OutgoingMail } from './outgoing-mail.entity';

/**
 * Writes the letter of a mail, in a transaction of its own that is committed before the letter is sent: it locks the
 * account first, and mints what works in the letter. At each further try it is asked again, and what it minted before
 * must be worth nothing then. Null: there is nothing to be sent any more.
 */
export type LetterWriter = (mail: OutgoingMail) => Promise<Letter | null>;

/** Who writes which letters. The rooms that know what is in them sign up here when the program starts. */
@Injectable()
export class LetterWriters {
  private readonly writers = new Map<MailKind, LetterWriter>();

  register(writers: Partial<Record<MailKind, LetterWriter>>): void {
    for (const [kind, writer] of Object.entries(writers)) this.writers.set(kind as MailKind, writer);
  }

  /** The kinds that somebody here writes. */
  kinds(): MailKind[] {
    return [...this.writers.keys()];
  }

  of(kind: MailKind): LetterWriter {
    const writer = this.writers.get(kind);
    if (writer === undefined) throw new Error(`nobody writes mails of the kind ${kind}`);
    return writer;
  }
}
