import type { MailerOptions } from '@nestjs-modules/mailer';
import type { Config } from '../config/config';
import type { MailTransport } from './mail-transport';

/** How the mailer module sends. Letters come to it written out. */
export function mailerOptions(config: Config, transport: MailTransport): MailerOptions {
  return {
    transport,
    // The letters are made of strings alone: whatever looks like a file or an address to fetch is not one.
    defaults: { from: config.mail.from, disableFileAccess: true, disableUrlAccess: true } as MailerOptions['defaults'],
  };
}
