import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NATIVE_PASSWORD_RULES } from '../credentials/password-policy';
import { nativeFaults, WITH_BODY } from '../http/api-faults';
import { Public } from '../http/public';
import { ConfirmRecoveryDto, RecoveryRequestedDto, RequestRecoveryDto } from './password-recovery.dto';
import { PasswordRecovery } from './password-recovery.service';
import { RecoveryRequests } from './recovery-requests.service';

@ApiTags('Password recovery')
@Public()
@Controller('v2/password-recovery')
export class PasswordRecoveryController {
  constructor(
    private readonly requests: RecoveryRequests,
    private readonly recovery: PasswordRecovery,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({ operationId: 'requestRecovery', summary: 'Ask for a mail with a link to choose a new password' })
  @ApiAcceptedResponse({ type: RecoveryRequestedDto, description: 'The same for known and unknown addresses' })
  @nativeFaults(WITH_BODY)
  request(@Body() { email }: RequestRecoveryDto): RecoveryRequestedDto {
    this.requests.request(email);
    return {};
  }

  @Post('confirm')
  @HttpCode(204)
  @ApiOperation({ operationId: 'confirmRecovery', summary: 'Choose a new password with the mailed token; every session ends' })
  @ApiNoContentResponse()
  @nativeFaults(WITH_BODY, 'one_time_token_invalid', 'one_time_token_spent')
  async confirm(@Body() { token, newPassword }: ConfirmRecoveryDto): Promise<void> {
    await this.recovery.confirm({ token, newPassword, rules: NATIVE_PASSWORD_RULES, field: 'newPassword' });
  }
}
