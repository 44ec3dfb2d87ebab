import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module';
import { ApiRegistry } from '../http/api-registry';
import { PasswordRecoveryModule } from '../password-recovery/password-recovery.module';
import { ChoosePasswordController } from './choose-password.controller';
import { ConfirmEmailController } from './confirm-email.controller';
import { DevMailboxModule } from './dev-mailbox.module';
import { NotMeController } from './not-me.controller';
import { pagesApi } from './pages-api';
import { RecoverController } from './recover.controller';
import { RecoveryRequestController } from './recovery-request.controller';
import { StyleController } from './style.controller';

@Module({
  imports: [AuthModule, PasswordRecoveryModule, DevMailboxModule],
  controllers: [StyleController, RecoverController, ChoosePasswordController, ConfirmEmailController, RecoveryRequestController, NotMeController],
})
export class PagesModule {
  constructor(apis: ApiRegistry) {
    apis.register(pagesApi);
  }
}
