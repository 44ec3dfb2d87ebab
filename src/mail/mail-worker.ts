import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Config } from '../config/config';
import { Log } from '../log/log';
import { LetterWriters } from './letter-writers';
import { MailDelivery } from './mail-delivery';
import { MailQueue } from './mail-queue';
import { MailTransport } from './mail-transport';
import type { OutgoingMail } from './outgoing-mail.entity';
import { OutgoingMailRepository } from './outgoing-mail.repository';

/** Milliseconds between two looks for mails that other instances have posted, or whose time has come. */
const POLL = 1_000;
/** Milliseconds that the mails under way may take once the program is told to stop. */
const STOP_LIMIT = 9_000;

/** Sends what is in the queue: at once what this instance has posted, within a second everything else. */
@Injectable()
export class MailWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;
  private lookAgain = false;
  private isCutOff = false;

  constructor(
    private readonly queue: MailQueue,
    private readonly mails: OutgoingMailRepository,
    private readonly writers: LetterWriters,
    private readonly delivery: MailDelivery,
    private readonly transport: MailTransport,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.queue.onPosted(() => this.wake());
    this.timer = setInterval(() => this.wake(), POLL).unref();
  }

  /** Lets the mails under way finish; the rest stays in the queue, for another instance or the next start. */
  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.stopping.abort();
    await this.looking;
    const late = new AbortController();
    await Promise.race([this.settled(), sleep(STOP_LIMIT, undefined, { signal: late.signal }).catch(() => undefined)]);
    late.abort();
    this.transport.shutDown();
    await this.settled();
  }

  private wake(): void {
    this.lookAgain = true;
    if (this.stopping.signal.aborted) return;
    this.looking ??= this.look().finally(() => {
      this.looking = null;
      // Asked for in the moment between the last look and here.
      if (this.lookAgain) this.wake();
    });
  }

  private async look(): Promise<void> {
    try {
      while (this.lookAgain && !this.stopping.signal.aborted) {
        this.lookAgain = false;
        const free = this.config.mail.connections - this.underWay.size;
        // Whoever finishes looks again.
        if (free > 0) for (const mail of await this.take(free)) this.start(mail);
      }
      this.isCutOff = false;
    } catch (error) {
      this.lookAgain = false;
      if (!this.isCutOff) this.log.failure('mail_queue_unreachable', error);
      this.isCutOff = true;
    }
  }

  private take(count: number): Promise<OutgoingMail[]> {
    return this.mails.take(count, { kinds: this.writers.kinds(), except: [...this.underWay.keys()] }, this.clock.now());
  }

  private start(mail: OutgoingMail): void {
    const work = this.delivery.deliver(mail, this.stopping.signal).finally(() => {
      this.underWay.delete(mail.id);
      this.wake();
    });
    this.underWay.set(mail.id, work);
  }

  private async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay.values());
  }
}
