import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Config } from '../config/config';
import { NATIVE_PASSWORD_RULES } from '../credentials/password-policy';
import { nativeFaults, WITH_BODY } from '../http/api-faults';
import { Public } from '../http/public';
import { Origin, type RequestOrigin } from '../http/request-origin';
import { derivedDevice } from '../sessions/device';
import { ConfirmationSentDto, SignedInDto, SignUpDto } from './auth.dto';
import { GrantPresenter } from './grant-presenter';
import { SignUp } from './sign-up.service';

@ApiTags('Users')
@Controller('v2/users')
export class RegistrationController {
  constructor(
    private readonly signUps: SignUp,
    private readonly present: GrantPresenter,
    private readonly config: Config,
  ) {}

  @Post()
  @Public()
  @ApiOperation({
    operationId: 'signUp',
    summary: 'Register and sign in on a device',
    description: 'With `SIGN_UP=verified` the answer is always 202 and the account opens with the mailed link; the username is taken then, if it is free.',
  })
  @ApiCreatedResponse({ type: SignedInDto })
  @ApiAcceptedResponse({ type: ConfirmationSentDto })
  @nativeFaults(WITH_BODY, 'email_taken', 'username_taken', 'sign_up_closed', 'too_many_requests')
  async signUp(
    @Body() { device, ...body }: SignUpDto,
    @Origin() origin: RequestOrigin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInDto | ConfirmationSentDto> {
    const registration = { ...body, rules: NATIVE_PASSWORD_RULES };
    if (this.config.accounts.signUp !== 'verified')
      return this.present.signedIn(await this.signUps.signUp(registration, 'native', derivedDevice(device ?? {}, origin)));
    await this.signUps.signUpVerified(registration);
    void reply.status(202);
    return { status: 'confirmation_sent' };
  }
}
