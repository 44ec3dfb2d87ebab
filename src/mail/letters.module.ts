import { Module } from '@nestjs/common';
import { MailerModule } from '@nestjs-modules/mailer';
import { Config } from '../config/config';
import { DevMailbox } from './dev-mailbox';
import { Links } from './links';
import { MailTransport } from './mail-transport';
import { mailerOptions } from './mailer-options';
import { Postman } from './postman';
import { Typesetter } from './typesetter';

@Module({ providers: [DevMailbox, MailTransport], exports: [DevMailbox, MailTransport] })
class MailTransportModule {}

/** Letters written out and handed over, one try each: no queue, no database. */
@Module({
  imports: [MailTransportModule, MailerModule.forRootAsync({ imports: [MailTransportModule], inject: [Config, MailTransport], useFactory: mailerOptions })],
  providers: [Links, Postman, Typesetter],
  exports: [Links, Postman, Typesetter, MailTransportModule],
})
export class LettersModule {}
