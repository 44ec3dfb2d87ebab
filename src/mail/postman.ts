import { Injectable } from '@nestjs/common';
import { MailerService } from '@nestjs-modules/mailer';
import { Clock } from '../clock/clock';
import { LANGUAGE_TAGS } from '../locale/locale';
import type { Letter } from './letter';
import { greetingName } from './plain-words';
import { Typesetter } from './typesetter';

/**
 * Milliseconds that handing over one letter may take, whatever the mail server does: one that trickles its replies is
 * never silent. Shorter than a worker may keep a mail.
 */
const TIME_LIMIT = 30_000;

/** Writes a letter out and hands it to the transport: one try, and what goes wrong is thrown. */
@Injectable()
export class Postman {
  constructor(
    private readonly mailer: MailerService,
    private readonly typesetter: Typesetter,
    private readonly clock: Clock,
  ) {}

  async deliver(letter: Letter): Promise<void> {
    const { subject, text, html } = this.typesetter.print(letter);
    // Without a `context`: the mailer would fill it in wherever the letter holds double braces.
    await this.mailer.sendMail({
      // An address object: nothing in it is parsed, so a name can't add recipients or header lines.
      to: { name: greetingName(letter.name) ?? '', address: letter.to },
      subject,
      date: this.clock.now(),
      // RFC 3834: no vacation notices in return. RFC 3282: the language.
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', 'Content-Language': LANGUAGE_TAGS[letter.locale] },
      text,
      html,
      signal: AbortSignal.timeout(TIME_LIMIT),
    });
  }
}
