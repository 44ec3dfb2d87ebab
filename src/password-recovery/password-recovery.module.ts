import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module';
import { CredentialsModule } from '../credentials/credentials.module';
import { LimitsModule } from '../limits/limits.module';
import { MailModule } from '../mail/mail.module';
import { SessionsModule } from '../sessions/sessions.module';
import { TokensModule } from '../tokens/tokens.module';
import { UsersModule } from '../users/users.module';
import { PasswordRecoveryController } from './password-recovery.controller';
import { PasswordRecovery } from './password-recovery.service';
import { RecoveryApproval } from './recovery-approval.service';
import { RecoveryRequests } from './recovery-requests.service';
import { SessionDenial } from './session-denial.service';

@Module({
  imports: [AuthModule, CredentialsModule, LimitsModule, MailModule, SessionsModule, TokensModule, UsersModule],
  controllers: [PasswordRecoveryController],
  providers: [PasswordRecovery, RecoveryRequests, RecoveryApproval, SessionDenial],
  exports: [PasswordRecovery, RecoveryRequests, RecoveryApproval, SessionDenial],
})
export class PasswordRecoveryModule {}
