import type { MailerOptions } from '@nestjs-modules/mailer';
import { HandlebarsAdapter } from '@nestjs-modules/mailer/adapters/handlebars.adapter';
import type { Config } from '../config/config';
import type { MailTransport } from './mail-transport';
import { TEMPLATES } from './template-files';

/** How the mailer module renders and sends. */
export function mailerOptions(config: Config, transport: MailTransport): MailerOptions {
  const adapter = new HandlebarsAdapter(undefined, { inlineCssOptions: { loadRemoteStylesheets: false } });
  const options: MailerOptions = {
    transport,
    // The letters are made of strings alone: whatever looks like a file or an address to fetch is not one.
    defaults: { from: config.mail.from, disableFileAccess: true, disableUrlAccess: true } as MailerOptions['defaults'],
    template: { dir: TEMPLATES, options: { strict: true } },
    options: { layout: 'layout' },
  };
  // Not as `template.adapter`: the module would then load preview-email and all its engines at every start, or warn
  // that it is missing.
  options.plugins = [{ step: 'compile', plugin: (mail, callback) => adapter.compile(mail, callback, options) }];
  return options;
}
