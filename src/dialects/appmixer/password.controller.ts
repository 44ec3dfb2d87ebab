import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PasswordChange } from '../../auth/password-change.service';
import { WITH_BODY, WITH_SESSION } from '../../http/api-faults';
import { type Authentication, CurrentSession } from '../../http/authentication';
import { Public, Scopes } from '../../http/public';
import { Origin, type RequestOrigin } from '../../http/request-origin';
import { PasswordRecovery } from '../../password-recovery/password-recovery.service';
import { RecoveryRequests } from '../../password-recovery/recovery-requests.service';
import { adminOf, AppmixerAccounts } from './appmixer-accounts';
import { appmixerFaults } from './appmixer-api';
import { AppmixerChangePasswordDto, AppmixerDoneDto, AppmixerForgotPasswordDto, AppmixerNewPasswordDto, AppmixerSetPasswordDto } from './password.dto';

@ApiTags('Appmixer')
@Controller('user')
@ApiConsumes('application/json', 'application/x-www-form-urlencoded')
export class AppmixerPasswordController {
  constructor(
    private readonly changes: PasswordChange,
    private readonly requests: RecoveryRequests,
    private readonly recovery: PasswordRecovery,
    private readonly accounts: AppmixerAccounts,
  ) {}

  @Post('change-password')
  @ApiBearerAuth('appmixer')
  @HttpCode(200)
  @ApiOperation({ operationId: 'appmixerChangePassword', summary: 'Change your password; your other sessions end' })
  @ApiOkResponse({ type: AppmixerDoneDto })
  @appmixerFaults(WITH_SESSION, WITH_BODY, 'wrong_password', 'too_many_requests')
  async change(@CurrentSession() caller: Authentication, @Body() body: AppmixerChangePasswordDto, @Origin() { ip }: RequestOrigin): Promise<AppmixerDoneDto> {
    const change = { newPassword: body.newPassword, rules: this.accounts.passwordRules, field: 'newPassword' };
    await this.changes.change(caller, body.oldPassword, change, ip);
    return {};
  }

  @Post('forgot-password')
  @Public()
  @HttpCode(200)
  @ApiOperation({ operationId: 'appmixerForgotPassword', summary: 'Ask for a mail with a link to choose a new password' })
  @ApiOkResponse({ type: AppmixerDoneDto, description: 'The same for known and unknown addresses' })
  @appmixerFaults(WITH_BODY, 'too_many_requests')
  async forgot(@Body() { email }: AppmixerForgotPasswordDto): Promise<AppmixerDoneDto> {
    await this.requests.request(email);
    return {};
  }

  @Post('forgot-password/reset')
  @Public()
  @HttpCode(200)
  @ApiOperation({ operationId: 'appmixerResetForgotPassword', summary: 'Choose a new password with the mailed code; every session ends' })
  @ApiOkResponse({ type: AppmixerDoneDto })
  @appmixerFaults(WITH_BODY, 'one_time_token_invalid', 'one_time_token_spent')
  async resetForgotten(@Body() { code, password }: AppmixerNewPasswordDto): Promise<AppmixerDoneDto> {
    await this.recovery.confirm({ token: code, newPassword: password, rules: this.accounts.passwordRules });
    return {};
  }

  @Post('reset-password')
  @Scopes('admin')
  @ApiBearerAuth('appmixer')
  @HttpCode(200)
  @ApiOperation({ operationId: 'appmixerResetPassword', summary: 'As an admin, set the password of an account; every session of it ends' })
  @ApiOkResponse({ type: AppmixerDoneDto })
  @appmixerFaults(WITH_SESSION, WITH_BODY, 'insufficient_scope', 'user_not_found')
  async reset(@CurrentSession() caller: Authentication, @Body() { email, password }: AppmixerSetPasswordDto): Promise<AppmixerDoneDto> {
    await this.recovery.resetTo(email, { newPassword: password, rules: this.accounts.passwordRules }, adminOf(caller));
    return {};
  }
}
