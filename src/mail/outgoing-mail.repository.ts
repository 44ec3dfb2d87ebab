import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { type MailFacts, type MailKind, type MailState, OutgoingMail } from './outgoing-mail.entity';

/** Seconds after which a mail that was taken and not settled may be taken by another worker: longer than one try takes. */
const LEASE = 45;

/** Failures of this one letter; all others are of the mail server, or of the way to it. */
const OF_THE_LETTER = '^(EENVELOPE|EMESSAGE)';

/** How many mails wait or are given up, and since when (seconds) the oldest of the waiting ones does. */
export interface Backlog {
  readonly waiting: number;
  readonly dead: number;
  /** Seconds; 0 where none waits. */
  readonly oldestAge: number;
}

/** Which mails a worker takes. */
export interface Wanted {
  /** Those that it can write: an instance of another version may post others. */
  readonly kinds: readonly MailKind[];
  /** Ids of mails that it holds already. */
  readonly except: readonly string[];
}

@Injectable()
export class OutgoingMailRepository {
  constructor(private readonly database: Database) {}

  async add(mail: OutgoingMail): Promise<void> {
    await this.database.repository(OutgoingMail).insert({ ...mail });
  }

  /**
   * Takes mails whose time has come: of several workers each gets others. They are given back by settling them, or by
   * themselves after 45 s.
   * @param count so many at most
   * @param wanted which of them
   */
  take(count: number, { kinds, except }: Wanted, now: Date): Promise<OutgoingMail[]> {
    return this.database.entities(
      OutgoingMail,
      `UPDATE outgoing_mails SET taken_until = now() + interval '${LEASE} seconds', attempts = attempts + 1
        WHERE id IN (
          SELECT id FROM outgoing_mails
            WHERE state = 'waiting' AND due_at <= $1 AND (taken_until IS NULL OR taken_until < now()) AND id <> ALL ($2::uuid[])
              AND kind = ANY ($4::text[])
            ORDER BY due_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
        RETURNING *`,
      [now, except, count, kinds],
    );
  }

  /** Whether the mail is still there to be sent by who has taken it. */
  async isHeld({ id, attempts }: OutgoingMail): Promise<boolean> {
    const rows = await this.database.query(`SELECT 1 FROM outgoing_mails WHERE id = $1 AND attempts = $2 AND state = 'waiting'`, [id, attempts]);
    return rows.length > 0;
  }

  /** Whether the same person has asked for a newer mail of the kind. */
  async isSuperseded(userId: string, { id, kind }: OutgoingMail): Promise<boolean> {
    const rows = await this.database.query('SELECT 1 FROM outgoing_mails WHERE user_id = $1 AND kind = $2 AND id > $3 LIMIT 1', [userId, kind, id]);
    return rows.length > 0;
  }

  /** Makes a mail that was nobody's a person's. */
  async assign(id: string, userId: string, facts: MailFacts): Promise<void> {
    await this.database.query('UPDATE outgoing_mails SET user_id = $2, facts = $3 WHERE id = $1', [id, userId, facts]);
  }

  /** Its facts have served their purpose. */
  async markSent({ id, attempts }: OutgoingMail, now: Date): Promise<void> {
    await this.database.query(
      `UPDATE outgoing_mails SET state = 'sent', sent_at = $3, taken_until = NULL, failure = NULL, facts = '{}' WHERE id = $1 AND attempts = $2`,
      [id, attempts, now],
    );
  }

  async markFailed({ id, attempts }: OutgoingMail, state: MailState, failure: string, dueAt: Date): Promise<void> {
    await this.database.query(
      `UPDATE outgoing_mails SET state = $3, failure = $4, due_at = $5, taken_until = NULL WHERE id = $1 AND attempts = $2 AND state = 'waiting'`,
      [id, attempts, state, failure, dueAt],
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM outgoing_mails WHERE id = $1', [id]);
  }

  /** Removes a person's mails of these kinds that were not sent yet. */
  async withdraw(userId: string, kinds: readonly MailKind[]): Promise<void> {
    await this.database.query(`DELETE FROM outgoing_mails WHERE user_id = $1 AND kind = ANY ($2) AND state <> 'sent'`, [userId, kinds]);
  }

  async withdrawForOthers(userId: string, newAddress: string): Promise<void> {
    await this.database.query(
      `DELETE FROM outgoing_mails WHERE user_id = $1 AND kind = 'confirm_new_address' AND state <> 'sent'
        AND lower(facts->>'newAddress') IS DISTINCT FROM lower($2)`,
      [userId, newAddress],
    );
  }

  /** The mail server is back: what waits because of it need wait no longer. */
  async release(now: Date): Promise<void> {
    await this.database.query(`UPDATE outgoing_mails SET due_at = $1 WHERE state = 'waiting' AND due_at > $1 AND failure !~ '${OF_THE_LETTER}'`, [now]);
  }

  async backlog(now: Date): Promise<Backlog> {
    const [row] = await this.database.query<{ waiting: string; dead: string; oldest: Date | null }>(
      `SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'dead') AS dead,
          min(created_at) FILTER (WHERE state = 'waiting') AS oldest
        FROM outgoing_mails WHERE state <> 'sent'`,
    );
    const oldestAge = row?.oldest ? Math.max(0, (now.getTime() - row.oldest.getTime()) / 1000) : 0;
    return { waiting: Number(row?.waiting), dead: Number(row?.dead), oldestAge };
  }

  list(states: readonly MailState[]): Promise<OutgoingMail[]> {
    return this.database.entities(OutgoingMail, 'SELECT * FROM outgoing_mails WHERE state = ANY ($1) ORDER BY id', [states]);
  }

  /** Dead mails back into the queue; all of them where no id is given. @returns how many */
  async revive(id: string | null, now: Date, giveUpAt: Date): Promise<number> {
    const rows = await this.database.query(
      `UPDATE outgoing_mails SET state = 'waiting', due_at = $2, give_up_at = $3 WHERE state = 'dead' AND ($1::uuid IS NULL OR id = $1) RETURNING id`,
      [id, now, giveUpAt],
    );
    return rows.length;
  }

  /** Removes dead mails; all of them where no id is given. @returns how many */
  async removeDead(id: string | null): Promise<number> {
    const rows = await this.database.query(`DELETE FROM outgoing_mails WHERE state = 'dead' AND ($1::uuid IS NULL OR id = $1) RETURNING id`, [id]);
    return rows.length;
  }

  /**
   * Removes the oldest, so many at most.
   * @returns how many were removed
   */
  async removeSettledBefore(sent: Date, dead: Date, limit: number): Promise<number> {
    const rows = await this.database.query(
      `DELETE FROM outgoing_mails WHERE id IN (
        SELECT id FROM outgoing_mails WHERE state <> 'waiting' AND ((state = 'sent' AND created_at < $1) OR (state = 'dead' AND created_at < $2))
         ORDER BY created_at LIMIT $3 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [sent, dead, limit],
    );
    return rows.length;
  }
}
