import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit';
import { type AuditEventName, OPERATOR } from '../audit/happening';
import { Clock } from '../clock/clock';
import { Transaction } from '../database/transaction';
import { TRIED_FOR } from './mail-queue';
import type { MailState, OutgoingMail } from './outgoing-mail.entity';
import { type Backlog, OutgoingMailRepository } from './outgoing-mail.repository';

/** What operators may know of the queue, and do about it. */
@Injectable()
export class MailLedger {
  constructor(
    private readonly mails: OutgoingMailRepository,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /** Plain numbers, for metrics and health. */
  backlog(): Promise<Backlog> {
    return this.mails.backlog(this.clock.now());
  }

  /** The oldest first. */
  list(states: readonly MailState[]): Promise<OutgoingMail[]> {
    return this.mails.list(states);
  }

  /** Seconds since a mail was posted. */
  ageOf({ createdAt }: OutgoingMail): number {
    return Math.max(0, Math.floor((this.clock.now().getTime() - createdAt.getTime()) / 1000));
  }

  /** Puts dead mails back into the queue, to be tried for another day. @returns how many; 0 where the id is of no dead mail */
  retry(id: string | null): Promise<number> {
    return this.told('dead_mails_retried', id, () => this.mails.revive(id, this.clock.now(), this.clock.in(TRIED_FOR)));
  }

  /** Removes dead mails for good: nobody wants them any more. @returns how many; 0 where the id is of no dead mail */
  drop(id: string | null): Promise<number> {
    return this.told('dead_mails_dropped', id, () => this.mails.removeDead(id));
  }

  private told(event: AuditEventName, id: string | null, act: () => Promise<number>): Promise<number> {
    return this.transaction.run(async () => {
      const mails = await act();
      if (mails > 0) await this.audit.record({ event, ...OPERATOR, facts: { mails, ...(id === null ? {} : { mail: id }) } });
      return mails;
    });
  }
}
