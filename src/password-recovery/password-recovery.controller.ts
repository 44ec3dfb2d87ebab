import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NATIVE_PASSWORD_RULES } from '../credentials/password-policy';
import { nativeFaults, WITH_BODY } from '../http/api-faults';
import { Public } from '../http/public';
import { CONFIRM_RECOVERY, CONFIRM_RECOVERY_EXAMPLES, ConfirmRecoveryDto, proofIn, RecoveryRequestedDto, RequestRecoveryDto } from './password-recovery.dto';
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
  @ApiOperation({ operationId: 'requestRecovery', summary: 'Ask for a mail with a link and a short code to choose a new password' })
  @ApiAcceptedResponse({ type: RecoveryRequestedDto, description: 'The same for known and unknown addresses' })
  @nativeFaults(WITH_BODY, 'too_many_requests')
  async request(@Body() { email }: RequestRecoveryDto): Promise<RecoveryRequestedDto> {
    await this.requests.request(email);
    return {};
  }

  @Post('confirm')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'confirmRecovery',
    summary: 'Choose a new password with the mailed token or code; every session ends',
    description: CONFIRM_RECOVERY,
  })
  @ApiNoContentResponse()
  @ApiBody({ type: ConfirmRecoveryDto, examples: CONFIRM_RECOVERY_EXAMPLES })
  @nativeFaults(WITH_BODY, 'one_time_token_invalid', 'one_time_token_spent', 'recovery_code_wrong')
  async confirm(@Body() body: ConfirmRecoveryDto): Promise<void> {
    await this.recovery.confirm({ ...proofIn(body), newPassword: body.newPassword, rules: NATIVE_PASSWORD_RULES, field: 'newPassword' });
  }
}
