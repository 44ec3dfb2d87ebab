import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Log } from '../log/log';
import { failureCode, isPermanent } from './delivery-failure';
import type { Letter } from './letter';
import { MailTransport } from './mail-transport';
import { Postman } from './postman';

/** Milliseconds before the second and the third try. */
const BACK_OFF = [500, 2_000] as const;
/** Milliseconds that `drain` waits at most. */
const DRAIN_LIMIT = 10_000;

/** Sends letters in the background, with a few tries each. */
@Injectable()
export class Mail implements OnApplicationShutdown {
  private readonly underWay = new Set<Promise<void>>();
  private readonly closing = new AbortController();

  constructor(
    private readonly postman: Postman,
    private readonly transport: MailTransport,
    private readonly log: Log,
  ) {}

  /** Returns at once and never throws; a letter that can't be delivered is logged as `mail_failed`. */
  send(letter: Letter): void {
    const delivery = this.deliver(letter).finally(() => this.underWay.delete(delivery));
    this.underWay.add(delivery);
  }

  /** Resolves when every letter sent so far is delivered or given up, after ten seconds at the latest. */
  async drain(): Promise<void> {
    const done = new AbortController();
    await Promise.race([this.allDelivered(), sleep(DRAIN_LIMIT, undefined, { signal: done.signal }).catch(() => undefined)]);
    done.abort();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.drain();
    this.closing.abort();
    this.transport.shutDown();
    await this.allDelivered();
  }

  private async allDelivered(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private async deliver(letter: Letter): Promise<void> {
    // The caller answers its request first: how long a letter takes to write must not show in the time of the answer.
    await setImmediate();
    for (let tries = 1; ; tries++) {
      const failure = await this.attempt(letter);
      if (failure === null) return this.log.event('mail_sent', { kind: letter.kind, tries });
      const pause = BACK_OFF[tries - 1];
      if (pause === undefined || isPermanent(failure.error) || !(await this.pause(pause))) {
        // The code alone: a mail server's message may repeat the address or the letter.
        return this.log.failure('mail_failed', undefined, { kind: letter.kind, code: failureCode(failure.error), tries });
      }
    }
  }

  private async attempt(letter: Letter): Promise<{ error: unknown } | null> {
    try {
      await this.postman.deliver(letter);
      return null;
    } catch (error) {
      return { error };
    }
  }

  /** False when the program ends meanwhile. */
  private async pause(milliseconds: number): Promise<boolean> {
    return sleep(milliseconds, true, { signal: this.closing.signal }).catch(() => false);
  }
}
