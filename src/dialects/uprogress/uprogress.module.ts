import { Module } from '@nestjs/common';
import { AuthModule } from '../../auth/auth.module';
import { CredentialsModule } from '../../credentials/credentials.module';
import { LegacyPasswordRules } from '../../credentials/legacy-password-rules';
import { ApiRegistry } from '../../http/api-registry';
import { PasswordRecoveryModule } from '../../password-recovery/password-recovery.module';
import { SessionsModule } from '../../sessions/sessions.module';
import { TokensModule } from '../../tokens/tokens.module';
import { UsersModule } from '../../users/users.module';
import { UprogressAuthorizationsController } from './authorizations.controller';
import { UprogressDevicesController } from './devices.controller';
import { UprogressPasswordsController } from './passwords.controller';
import { UprogressRegistrationsController } from './registrations.controller';
import { RestorePassword } from './restore-password.service';
import { UprogressSessionsController } from './sessions.controller';
import { UPROGRESS_PASSWORD_MIN, uprogressApi } from './uprogress-api';
import { UprogressAuthorizations } from './uprogress-authorizations.service';
import { UprogressEntry } from './uprogress-entry.service';
import { UprogressProfile } from './uprogress-profile.service';
import { UprogressUsersController } from './users.controller';

@Module({
  imports: [AuthModule, CredentialsModule, PasswordRecoveryModule, SessionsModule, TokensModule, UsersModule],
  controllers: [
    UprogressSessionsController,
    UprogressPasswordsController,
    UprogressRegistrationsController,
    UprogressAuthorizationsController,
    UprogressUsersController,
    UprogressDevicesController,
  ],
  providers: [UprogressEntry, UprogressProfile, UprogressAuthorizations, RestorePassword],
})
export class UprogressModule {
  constructor(apis: ApiRegistry, rules: LegacyPasswordRules) {
    apis.register(uprogressApi(rules.of(UPROGRESS_PASSWORD_MIN).min));
  }
}
