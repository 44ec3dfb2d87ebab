import { Module } from '@nestjs/common';
import { AdministrationModule } from '../../auth/administration.module';
import { AuthModule } from '../../auth/auth.module';
import { CredentialsModule } from '../../credentials/credentials.module';
import { LegacyPasswordRules } from '../../credentials/legacy-password-rules';
import { ApiRegistry } from '../../http/api-registry';
import { PasswordRecoveryModule } from '../../password-recovery/password-recovery.module';
import { TokensModule } from '../../tokens/tokens.module';
import { UsersModule } from '../../users/users.module';
import { AppmixerAccounts } from './appmixer-accounts';
import { appmixerApiWith } from './appmixer-api';
import { AppmixerGrants } from './appmixer-grants';
import { AppmixerUsers } from './appmixer-users.service';
import { APPMIXER_PASSWORD_MIN } from './checks';
import { DeletionTickets } from './deletion-tickets';
import { AppmixerPasswordController } from './password.controller';
import { AppmixerUserController } from './user.controller';
import { AppmixerUsersController } from './users.controller';

@Module({
  imports: [AdministrationModule, AuthModule, CredentialsModule, PasswordRecoveryModule, TokensModule, UsersModule],
  controllers: [AppmixerUserController, AppmixerPasswordController, AppmixerUsersController],
  providers: [AppmixerAccounts, AppmixerGrants, AppmixerUsers, DeletionTickets],
})
export class AppmixerModule {
  constructor(apis: ApiRegistry, rules: LegacyPasswordRules) {
    apis.register(appmixerApiWith(rules.of(APPMIXER_PASSWORD_MIN).min));
  }
}
