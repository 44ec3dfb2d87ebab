import { setTimeout as sleep } from 'node:timers/promises';
import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Transaction } from '../database/transaction';
import { Log } from '../log/log';
import { pauseAfter } from './back-off';
import { failureCode, isOfTheLetter, isPermanent } from './delivery-failure';
import type { Letter } from './letter';
import { LetterWriters } from './letter-writers';
import type { OutgoingMail } from './outgoing-mail.entity';
import { OutgoingMailRepository } from './outgoing-mail.repository';
import { Postman } from './postman';

/** Milliseconds between two tries to record what became of a mail. */
const RECORD_PAUSE = 500;

/** One try to send one mail that was taken from the queue. */
@Injectable()
export class MailDelivery {
  /** The mail server let us down lately; others may wait for it to be back. */
  private outage = false;

  constructor(
    private readonly mails: OutgoingMailRepository,
    private readonly writers: LetterWriters,
    private readonly postman: Postman,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * Has the letter written, sends it and records what became of it. Never throws: a mail that could not even be
   * recorded returns to the queue by itself.
   * @param stop ends the wait for a database that does not answer
   */
  async deliver(mail: OutgoingMail, stop: AbortSignal): Promise<void> {
    let letter: Letter | null;
    try {
      letter = await this.write(mail);
      if (letter === null) return this.log.event('mail_dropped', { mailId: mail.id, kind: mail.kind });
      await this.postman.deliver(letter);
    } catch (error) {
      return this.record(() => this.fail(mail, error), stop);
    }
    this.log.event('mail_sent', { mailId: mail.id, kind: mail.kind, tries: mail.attempts });
    await this.record(() => this.succeed(mail), stop);
  }

  /** Null where nothing is to be sent any more; the row is gone then. */
  private write(mail: OutgoingMail): Promise<Letter | null> {
    return this.transaction
      .run(async () => {
        const letter = await this.writers.of(mail.kind)(mail);
        // After the writer has locked the account: whoever withdraws mails has locked it too.
        if (letter !== null && (await this.mails.isHeld(mail))) return letter;
        if (letter !== null) throw new Withdrawn();
        await this.mails.remove(mail.id);
        return null;
      })
      .catch((error: unknown) => {
        if (error instanceof Withdrawn) return null;
        throw error;
      });
  }

  private async succeed(mail: OutgoingMail): Promise<void> {
    await this.mails.markSent(mail, this.clock.now());
    if (!this.outage) return;
    this.outage = false;
    await this.mails.release(this.clock.now());
  }

  private async fail(mail: OutgoingMail, error: unknown): Promise<void> {
    const dueAt = this.clock.in(pauseAfter(mail.attempts, randomInt(1_000) / 1_000));
    const isFinal = isPermanent(error) || dueAt > mail.giveUpAt;
    // The code alone: a mail server's message may repeat the address or the letter.
    const code = failureCode(error);
    await this.mails.markFailed(mail, isFinal ? 'dead' : 'waiting', code, dueAt);
    const facts = { mailId: mail.id, kind: mail.kind, code, tries: mail.attempts };
    if (isFinal) this.log.failure('mail_failed', undefined, facts);
    else this.log.event('mail_deferred', facts);
    this.outage ||= !isOfTheLetter(error);
  }

  // The mail may have left already: as long as this worker lives, nobody else should have to find out by sending it again.
  private async record(step: () => Promise<void>, stop: AbortSignal): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await step();
      } catch (error) {
        if (tries === 1) this.log.failure('mail_not_recorded', error);
        if (stop.aborted) return;
        await sleep(RECORD_PAUSE, undefined, { signal: stop }).catch(() => undefined);
      }
    }
  }
}

/** The mail was taken back, or by another worker, while its letter was written: what was minted for it must not stay. */
class Withdrawn extends Error {}
