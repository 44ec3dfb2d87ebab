import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PersonalData } from '../audit/personal-data';
import { StoredRows } from '../database/stored-rows';
import { AuditModule } from '../audit/audit.module';
import { MailLedger } from './mail-ledger';
import { MailQueue } from './mail-queue';
import { OutgoingMail } from './outgoing-mail.entity';
import { OutgoingMailRepository } from './outgoing-mail.repository';

/** The queue alone, for programs that send nothing, such as the command line. */
@Module({
  imports: [AuditModule, TypeOrmModule.forFeature([OutgoingMail])],
  providers: [OutgoingMailRepository, MailQueue, MailLedger],
  exports: [OutgoingMailRepository, MailQueue, MailLedger],
})
export class MailQueueModule {
  constructor(data: PersonalData, rows: StoredRows) {
    data.register({ name: 'mails', table: 'outgoing_mails', read: rows.reader('outgoing_mails', 'user_id') });
  }
}
