import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { AuditModule } from '../audit/audit.module';
import { CredentialsModule } from '../credentials/credentials.module';
import { LimitsModule } from '../limits/limits.module';
import { MailModule } from '../mail/mail.module';
import { ServiceKeysModule } from '../service-keys/service-keys.module';
import { SessionsModule } from '../sessions/sessions.module';
import { TokensModule } from '../tokens/tokens.module';
import { UsersModule } from '../users/users.module';
import { AccountAmendment } from './account-amendment.service';
import { AccountController } from './account.controller';
import { AccountLetters } from './account-letters';
import { AccountDeletion } from './account-deletion.service';
import { AdministrationModule } from './administration.module';
import { Authority } from './authority';
import { AuthController } from './auth.controller';
import { Authenticator } from './authenticator';
import { AuthenticationGuard } from './authentication.guard';
import { BearerGuard } from './bearer.guard';
import { BearerStrategy } from './bearer.strategy';
import { EmailChange } from './email-change.service';
import { EmailConfirmation } from './email-confirmation.service';
import { GrantPresenter } from './grant-presenter';
import { LocalStrategy } from './local.strategy';
import { NativeGrants } from './native-grants';
import { NewDeviceNotice } from './new-device-notice.service';
import { Outstanding } from './outstanding';
import { PasswordChange } from './password-change.service';
import { PasswordProof } from './password-proof.service';
import { PasswordReplacement } from './password-replacement.service';
import { Places } from './places';
import { RefusedProofs } from './refused-proofs';
import { RefusedSecrets } from './refused-secrets';
import { Refresh } from './refresh.service';
import { RegistrationController } from './registration.controller';
import { SessionOpener } from './session-opener';
import { SignIn } from './sign-in.service';
import { SignUp } from './sign-up.service';
import { TokenInspectionController } from './token-inspection.controller';
import { TokenInspection } from './token-inspection.service';

@Module({
  imports: [
    AuditModule,
    PassportModule,
    UsersModule,
    CredentialsModule,
    TokensModule,
    SessionsModule,
    ServiceKeysModule,
    LimitsModule,
    MailModule,
    AdministrationModule,
  ],
  controllers: [RegistrationController, AccountController, AuthController, TokenInspectionController],
  providers: [
    { provide: APP_GUARD, useClass: AuthenticationGuard },
    Authenticator,
    BearerStrategy,
    BearerGuard,
    LocalStrategy,
    AccountLetters,
    Places,
    NewDeviceNotice,
    SessionOpener,
    SignIn,
    SignUp,
    Refresh,
    EmailConfirmation,
    EmailChange,
    RefusedProofs,
    RefusedSecrets,
    PasswordProof,
    PasswordReplacement,
    PasswordChange,
    AccountDeletion,
    AccountAmendment,
    Authority,
    Outstanding,
    TokenInspection,
    NativeGrants,
    GrantPresenter,
  ],
  exports: [
    AccountAmendment,
    Authority,
    BearerGuard,
    SignIn,
    SignUp,
    PasswordChange,
    PasswordReplacement,
    EmailConfirmation,
    EmailChange,
    Outstanding,
    RefusedSecrets,
  ],
})
export class AuthModule {}
