import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module';
import { DevMailboxController } from './dev-mailbox.controller';

@Module({ imports: [MailModule], controllers: [DevMailboxController] })
export class DevMailboxModule {}
