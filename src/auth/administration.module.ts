import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { CredentialsModule } from '../credentials/credentials.module';
import { SessionsModule } from '../sessions/sessions.module';
import { UsersModule } from '../users/users.module';
import { AccountAdministration } from './account-administration.service';
import { AccountErasure } from './account-erasure.service';

/** Apart from the rest of auth, so that a command needs neither guards nor mail. */
@Module({
  imports: [AuditModule, UsersModule, CredentialsModule, SessionsModule],
  providers: [AccountAdministration, AccountErasure],
  exports: [AccountAdministration, AccountErasure],
})
export class AdministrationModule {}
