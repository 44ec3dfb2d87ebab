import { Module } from '@nestjs/common';
import { AuthModule } from '../../auth/auth.module';
import { CredentialsModule } from '../../credentials/credentials.module';
import { ApiRegistry } from '../../http/api-registry';
import { PasswordRecoveryModule } from '../../password-recovery/password-recovery.module';
import { TokensModule } from '../../tokens/tokens.module';
import { UsersModule } from '../../users/users.module';
import { MixappAccountController } from './mixapp-account.controller';
import { mixappApi } from './mixapp-api';
import { MixappPresenter } from './mixapp-presenter';
import { MixappRepairController } from './mixapp-repair.controller';
import { MixappSignUp } from './mixapp-sign-up.service';
import { MixappUpdate } from './mixapp-update.service';

/** The Mixapp wire format. */
@Module({
  imports: [AuthModule, CredentialsModule, PasswordRecoveryModule, TokensModule, UsersModule],
  controllers: [MixappAccountController, MixappRepairController],
  providers: [MixappPresenter, MixappSignUp, MixappUpdate],
})
export class MixappModule {
  constructor(apis: ApiRegistry) {
    apis.register(mixappApi);
  }
}
