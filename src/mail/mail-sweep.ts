import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { removeInBatches } from '../database/in-batches';
import { Log } from '../log/log';
import { Recurring } from '../log/recurring';
import { OutgoingMailRepository } from './outgoing-mail.repository';

/** Milliseconds between two sweeps. */
const PAUSE = 600_000;
/** Seconds that a mail stays on record: sent, or given up. */
const SENT_RETENTION = 7 * 86_400;
const DEAD_RETENTION = 30 * 86_400;

/** Removes the records of mails that were settled long ago. */
@Injectable()
export class MailSweep extends Recurring {
  constructor(
    private readonly mails: OutgoingMailRepository,
    private readonly clock: Clock,
    log: Log,
  ) {
    super(log, PAUSE, 'mail_sweep_failed');
  }

  protected override round(): Promise<unknown> {
    return this.sweep();
  }

  /** @returns how many were removed */
  async sweep(): Promise<number> {
    const removed = await removeInBatches((limit) => this.mails.removeSettledBefore(this.clock.in(-SENT_RETENTION), this.clock.in(-DEAD_RETENTION), limit));
    if (removed > 0) this.log.event('mails_swept', { removed });
    return removed;
  }
}
