import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../clock/clock';
import { Transaction } from '../database/transaction';
import type { Locale } from '../locale/locale';
import { negotiate } from '../locale/negotiate';
import { RequestContext } from '../log/request-context';
import type { MailFacts, MailKind, OutgoingMail } from './outgoing-mail.entity';
import { OutgoingMailRepository } from './outgoing-mail.repository';

/** Seconds that a mail is tried for. */
export const TRIED_FOR = 86_400;

export interface NewMail {
  /** Null where nobody may notice, by the time it takes, whether there is an account: its writer looks it up. */
  readonly userId: string | null;
  readonly kind: MailKind;
  /** The language that was chosen where the mail is asked for; absent: what the request's header prefers. */
  readonly locale?: Locale | null;
  readonly facts?: MailFacts;
}

/** Where every mail begins: a row beside what causes it, committed with it or not at all. */
@Injectable()
export class MailQueue {
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly mails: OutgoingMailRepository,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly request: RequestContext,
  ) {}

  /** Inside the transaction that causes the mail; it leaves after the commit, and nobody waits for it. */
  async post({ userId, kind, locale, facts = {} }: NewMail): Promise<void> {
    const createdAt = this.clock.now();
    await this.mails.add({
      id: uuidv7(),
      userId,
      kind,
      locale: locale ?? negotiate(this.request.current()?.acceptLanguage ?? null),
      facts,
      state: 'waiting',
      attempts: 0,
      createdAt,
      dueAt: createdAt,
      takenUntil: null,
      giveUpAt: this.clock.in(TRIED_FOR),
      failure: null,
      sentAt: null,
    });
    this.transaction.afterCommit(() => this.listeners.forEach((listener) => listener()));
  }

  /** Takes back what was not sent yet: inside the transaction that makes it pointless and has locked the account. */
  withdraw(userId: string, ...kinds: MailKind[]): Promise<void> {
    return this.mails.withdraw(userId, kinds);
  }

  /** Takes back the confirmations of a new address that wait for another address than this one, as `withdraw` does. */
  withdrawForOthers(userId: string, newAddress: string): Promise<void> {
    return this.mails.withdrawForOthers(userId, newAddress);
  }

  /** Whether the person has asked for a newer mail of the kind, so that this one is none any more. */
  isSuperseded(userId: string, mail: OutgoingMail): Promise<boolean> {
    return this.mails.isSuperseded(userId, mail);
  }

  /** Whose a mail is that was posted without an account. Its address is forgotten. */
  async assign(mail: OutgoingMail, userId: string): Promise<void> {
    const facts = { ...mail.facts };
    delete facts.address;
    delete facts.returned;
    await this.mails.assign(mail.id, userId, facts);
  }

  /** Tells of each mail that was committed on this instance. */
  onPosted(listener: () => void): void {
    this.listeners.push(listener);
  }
}
