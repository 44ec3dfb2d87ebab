import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Sweep } from '../database/sweep';
import { Log } from '../log/log';
import { OutgoingMailRepository } from './outgoing-mail.repository';

/** Seconds that a mail stays on record: sent, or given up. */
const SENT_RETENTION = 7 * 86_400;
const DEAD_RETENTION = 30 * 86_400;

/** Removes the records of mails that were settled long ago. */
@Injectable()
export class MailSweep extends Sweep {
  constructor(
    private readonly mails: OutgoingMailRepository,
    private readonly clock: Clock,
    log: Log,
  ) {
    super(log, 'mails_swept', 'mail_sweep_failed');
  }

  protected override remove(limit: number): Promise<number> {
    return this.mails.removeSettledBefore(this.clock.in(-SENT_RETENTION), this.clock.in(-DEAD_RETENTION), limit);
  }
}
