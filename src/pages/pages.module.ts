import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module';
import { ApiRegistry } from '../http/api-registry';
import { PasswordRecoveryModule } from '../password-recovery/password-recovery.module';
import { SessionsModule } from '../sessions/sessions.module';
import { UsersModule } from '../users/users.module';
import { BrowserCookie } from './browser-cookie';
import { ChoosePasswordController } from './choose-password.controller';
import { ConfirmEmailController } from './confirm-email.controller';
import { DevMailboxModule } from './dev-mailbox.module';
import { NotMeController } from './not-me.controller';
import { pagesApi } from './pages-api';
import { RecoverController } from './recover.controller';
import { RecoveryRequestController } from './recovery-request.controller';
import { SessionsPageController } from './sessions-page.controller';
import { SignInPageController } from './sign-in-page.controller';
import { PageAssetsController } from './page-assets.controller';
import { UndoEmailChangeController } from './undo-email-change.controller';

@Module({
  imports: [AuthModule, PasswordRecoveryModule, SessionsModule, UsersModule, DevMailboxModule],
  providers: [BrowserCookie],
  controllers: [
    PageAssetsController,
    RecoverController,
    ChoosePasswordController,
    ConfirmEmailController,
    RecoveryRequestController,
    NotMeController,
    UndoEmailChangeController,
    SignInPageController,
    SessionsPageController,
  ],
})
export class PagesModule {
  constructor(apis: ApiRegistry) {
    apis.register(pagesApi);
  }
}
