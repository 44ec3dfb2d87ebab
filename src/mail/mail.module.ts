import { Module } from '@nestjs/common';
import { MailerModule } from '@nestjs-modules/mailer';
import { Config } from '../config/config';
import { DevMailbox } from './dev-mailbox';
import { Links } from './links';
import { Mail } from './mail';
import { MailTransport } from './mail-transport';
import { mailerOptions } from './mailer-options';
import { Postman } from './postman';

@Module({ providers: [DevMailbox, MailTransport], exports: [DevMailbox, MailTransport] })
class MailTransportModule {}

@Module({
  imports: [MailTransportModule, MailerModule.forRootAsync({ imports: [MailTransportModule], inject: [Config, MailTransport], useFactory: mailerOptions })],
  providers: [Links, Mail, Postman],
  exports: [Links, Mail, MailTransportModule],
})
export class MailModule {}
