import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { AdministrationModule } from '../auth/administration.module';
import { AuthModule } from '../auth/auth.module';
import { CredentialsModule } from '../credentials/credentials.module';
import { LimitsModule } from '../limits/limits.module';
import { MailModule } from '../mail/mail.module';
import { SessionsModule } from '../sessions/sessions.module';
import { TokensModule } from '../tokens/tokens.module';
import { UsersModule } from '../users/users.module';
import { EmailChangeUndo } from './email-change-undo.service';
import { PasswordRecoveryController } from './password-recovery.controller';
import { PasswordRecovery } from './password-recovery.service';
import { RecoveryApproval } from './recovery-approval.service';
import { RecoveryCodes } from './recovery-codes.service';
import { RecoveryLetters } from './recovery-letters';
import { RecoveryRequests } from './recovery-requests.service';
import { SessionDenial } from './session-denial.service';

@Module({
  imports: [AuditModule, AuthModule, CredentialsModule, LimitsModule, MailModule, SessionsModule, TokensModule, UsersModule, AdministrationModule],
  controllers: [PasswordRecoveryController],
  providers: [PasswordRecovery, RecoveryCodes, RecoveryLetters, RecoveryRequests, RecoveryApproval, SessionDenial, EmailChangeUndo],
  exports: [PasswordRecovery, RecoveryRequests, RecoveryApproval, SessionDenial, EmailChangeUndo],
})
export class PasswordRecoveryModule {}
