import { Injectable } from '@nestjs/common';
import { MailerService } from '@nestjs-modules/mailer';
import { Clock } from '../clock/clock';
import type { Letter } from './letter';
import { letterContext } from './letter-context';
import { Links } from './links';
import { templateName } from './template-files';
import { TextPart } from './text-part';

/** Writes a letter out and hands it to the transport: one try, and what goes wrong is thrown. */
@Injectable()
export class Postman {
  private readonly textPart = new TextPart();

  constructor(
    private readonly mailer: MailerService,
    private readonly links: Links,
    private readonly clock: Clock,
  ) {}

  async deliver(letter: Letter): Promise<void> {
    const context = letterContext(letter, this.links.recover());
    await this.mailer.sendMail({
      // An address object: nothing in it is parsed, so a name can't add recipients or header lines.
      to: { name: context.name ?? '', address: letter.to },
      subject: context.subject,
      date: this.clock.now(),
      // RFC 3834: no vacation notices in return.
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      text: this.textPart.render(letter.kind, context),
      template: templateName(letter.kind),
      context: { ...context },
    });
  }
}
