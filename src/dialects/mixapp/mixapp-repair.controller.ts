import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { LegacyPasswordRules } from '../../credentials/legacy-password-rules';
import { Public } from '../../http/public';
import { PasswordRecovery } from '../../password-recovery/password-recovery.service';
import { RecoveryRequests } from '../../password-recovery/recovery-requests.service';
import { MixappDoneDto } from './mixapp-answers.dto';
import { BAD_EMAIL, BAD_PASSWORD, BAD_SCHEMA, mixappAnswers } from './mixapp-docs';
import { DONE } from './mixapp-examples';
import { PASSWORD_MIN } from './mixapp-limits';
import { MixappNewPasswordDto, MixappRepairDto } from './mixapp.dto';

@ApiTags('Mixapp')
@ApiConsumes('application/json', 'application/x-www-form-urlencoded')
@Public()
@Controller('v1/repair')
export class MixappRepairController {
  constructor(
    private readonly requests: RecoveryRequests,
    private readonly recovery: PasswordRecovery,
    private readonly rules: LegacyPasswordRules,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'mixappRepair',
    summary: 'Ask for a mail with a link to choose a new password',
    description: 'The same answer for known and unknown addresses.',
  })
  @mixappAnswers(MixappDoneDto, DONE, BAD_SCHEMA, BAD_EMAIL, 'too_many_requests')
  async repair(@Body() { email }: MixappRepairDto): Promise<MixappDoneDto> {
    await this.requests.request(email);
    return { result: true };
  }

  @Post(':token')
  @HttpCode(200)
  @ApiParam({ name: 'token', description: 'The token of the mailed link', example: '8V4nD5k2mQeJcF0a7yXbT3sWgLzRuHpKoIvNiMdYt1E' })
  @ApiOperation({ operationId: 'mixappSetPassword', summary: 'Choose a new password with the mailed token; every session ends' })
  @mixappAnswers(MixappDoneDto, DONE, BAD_SCHEMA, 'one_time_token_spent', BAD_PASSWORD)
  async setPassword(@Param('token') token: string, @Body() { password }: MixappNewPasswordDto): Promise<MixappDoneDto> {
    await this.recovery.confirm({ token, newPassword: password ?? '', rules: this.rules.of(PASSWORD_MIN) });
    return { result: true };
  }
}
