import { Body, Controller, Patch, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Doer } from '../../audit/happening';
import { OpenSignUpGuard } from '../../auth/open-sign-up.guard';
import { ProvesPassword } from '../../http/proves-password';
import { Public } from '../../http/public';
import { Origin, type RequestOrigin } from '../../http/request-origin';
import { PasswordRecovery } from '../../password-recovery/password-recovery.service';
import { AmadisAccounts } from './amadis-accounts.service';
import { amadisRoute } from './amadis-docs';
import { AmadisChangePasswordDto, AmadisRegisterDto, AmadisRegisteredDto, AmadisResetDto, AmadisResetPasswordDto, AmadisSuccessDto } from './amadis.dto';
import { presentRegistration, presentReset, presentSuccess } from './present-amadis';
import { RecoveryDoorGuard, ResetBy } from './recovery-door.guard';

@ApiTags('Amadis')
@Public()
@Controller('api/user/v1')
export class AmadisController {
  constructor(
    private readonly accounts: AmadisAccounts,
    private readonly recovery: PasswordRecovery,
  ) {}

  @Post('register')
  @UseGuards(OpenSignUpGuard)
  @ApiOperation({ operationId: 'amadisRegister', summary: 'Define a new user' })
  @ApiCreatedResponse({ type: AmadisRegisteredDto })
  @amadisRoute('email_taken', 'sign_up_closed', 'too_many_requests')
  async register(@Body() body: AmadisRegisterDto): Promise<AmadisRegisteredDto> {
    return presentRegistration(await this.accounts.register(body));
  }

  @Patch('changepassword')
  @ProvesPassword()
  @ApiOperation({ operationId: 'amadisChangePassword', summary: 'Update a user password', description: 'Every session of the account ends, in every API.' })
  @ApiOkResponse({ type: AmadisSuccessDto })
  @amadisRoute('bad_credentials', 'too_many_requests')
  async changePassword(@Body() body: AmadisChangePasswordDto, @Origin() origin: RequestOrigin): Promise<AmadisSuccessDto> {
    await this.accounts.changePassword(body, origin);
    return presentSuccess();
  }

  @Patch('resetpassword')
  @UseGuards(RecoveryDoorGuard)
  @ApiBearerAuth('serviceKey')
  @ApiOperation({
    operationId: 'amadisResetPassword',
    summary: 'Reset a user password (backend generated)',
    description: 'With `LEGACY_RECOVERY=safe` it needs a service key as bearer token. Every session of the account ends, in every API.',
  })
  @ApiOkResponse({ type: AmadisResetDto })
  @amadisRoute('user_not_found', 'service_key_required', 'too_many_requests')
  async resetPassword(@Body() { email }: AmadisResetPasswordDto, @ResetBy() by: Doer): Promise<AmadisResetDto> {
    return presentReset(await this.recovery.resetToGenerated(email, by));
  }
}
