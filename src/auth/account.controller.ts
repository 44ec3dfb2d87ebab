import { Body, Controller, Delete, HttpCode, Post, Put } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiBody, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NATIVE_PASSWORD_RULES } from '../credentials/password-policy';
import { nativeFaults, WITH_BODY, WITH_SESSION } from '../http/api-faults';
import { type Authentication, CurrentSession, MaybeSession } from '../http/authentication';
import { OptionalSession } from '../http/public';
import { Origin, type RequestOrigin } from '../http/request-origin';
import { AccountDeletion } from './account-deletion.service';
import { AcceptedDto, ChangeEmailDto, ChangePasswordDto, CONFIRM_EMAIL_EXAMPLES, ConfirmEmailDto, DeleteAccountDto } from './account.dto';
import { EmailChange } from './email-change.service';
import { EmailConfirmation } from './email-confirmation.service';
import { PasswordChange } from './password-change.service';

@ApiTags('Users')
@ApiBearerAuth()
@Controller('v2/users')
export class AccountController {
  constructor(
    private readonly passwords: PasswordChange,
    private readonly confirmation: EmailConfirmation,
    private readonly deletion: AccountDeletion,
    private readonly emails: EmailChange,
  ) {}

  @Put('me/password')
  @HttpCode(204)
  @ApiOperation({ operationId: 'changePassword', summary: 'Change your password; your other sessions end' })
  @ApiNoContentResponse()
  @nativeFaults(WITH_SESSION, WITH_BODY, 'wrong_password', 'too_many_requests')
  async changePassword(@CurrentSession() caller: Authentication, @Body() body: ChangePasswordDto, @Origin() { ip }: RequestOrigin): Promise<void> {
    const change = { newPassword: body.newPassword, rules: NATIVE_PASSWORD_RULES, field: 'newPassword' };
    await this.passwords.change(caller, body.currentPassword, change, ip);
  }

  @Post('me/email')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'changeEmail',
    summary: 'Ask to change your address: it changes once the new one is confirmed',
    description: 'A link goes to the new address. The old one is told, with a link that takes the change back for 72 hours, also after it has happened.',
  })
  @ApiAcceptedResponse({ type: AcceptedDto })
  @nativeFaults(WITH_SESSION, WITH_BODY, 'wrong_password', 'email_taken', 'too_many_requests')
  async changeEmail(@CurrentSession() { userId }: Authentication, @Body() body: ChangeEmailDto, @Origin() { ip }: RequestOrigin): Promise<AcceptedDto> {
    await this.emails.request({ userId, ...body, ip });
    return {};
  }

  @Post('me/email-verification')
  @HttpCode(202)
  @ApiOperation({ operationId: 'resendConfirmation', summary: 'Send the confirmation of your address again, at most once a minute' })
  @ApiAcceptedResponse({ type: AcceptedDto })
  @nativeFaults(WITH_SESSION)
  async resendConfirmation(@CurrentSession() { userId }: Authentication): Promise<AcceptedDto> {
    await this.confirmation.resend(userId);
    return {};
  }

  @Post('email-confirmations')
  @OptionalSession()
  @HttpCode(204)
  @ApiOperation({ operationId: 'confirmEmail', summary: 'Confirm an address with the mailed token and a proof that the account is yours' })
  @ApiBody({ type: ConfirmEmailDto, examples: CONFIRM_EMAIL_EXAMPLES })
  @ApiNoContentResponse()
  @nativeFaults(
    WITH_BODY,
    'token_invalid',
    'token_expired',
    'session_ended',
    'one_time_token_invalid',
    'one_time_token_spent',
    'proof_required',
    'wrong_password',
    'email_taken',
    'too_many_requests',
  )
  async confirmEmail(@MaybeSession() session: Authentication | null, @Body() body: ConfirmEmailDto, @Origin() { ip }: RequestOrigin): Promise<void> {
    await this.confirmation.confirm({ ...body, bearerId: session?.userId ?? null, ip });
  }

  @Delete('me')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteMe', summary: 'Delete your account and everything stored about you' })
  @ApiNoContentResponse()
  @nativeFaults(WITH_SESSION, WITH_BODY, 'wrong_password', 'too_many_requests')
  async delete(@CurrentSession() { userId }: Authentication, @Body() { currentPassword }: DeleteAccountDto, @Origin() { ip }: RequestOrigin): Promise<void> {
    await this.deletion.deleteOwn(userId, currentPassword, ip);
  }
}
