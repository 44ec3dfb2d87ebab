import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiConsumes, ApiOperation, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { OpenSignUpGuard } from '../../auth/open-sign-up.guard';
import { SignIn } from '../../auth/sign-in.service';
import { type Authentication, CurrentSession } from '../../http/authentication';
import { AVATAR_BODY_LIMIT, BodyLimit } from '../../http/body-limit';
import { ProvesPassword } from '../../http/proves-password';
import { Public } from '../../http/public';
import { Origin, type RequestOrigin } from '../../http/request-origin';
import { derivedDevice } from '../../sessions/device';
import { MixappSignedInDto, MixappSignedUpDto, MixappUpdatedDto } from './mixapp-answers.dto';
import { BAD_EMAIL, BAD_NAME, BAD_PASSWORD, BAD_SCHEMA, mixappAnswers } from './mixapp-docs';
import { SIGNED_IN, SIGNED_UP, UPDATED } from './mixapp-examples';
import { MixappPresenter } from './mixapp-presenter';
import { MixappSignUp } from './mixapp-sign-up.service';
import { MixappUpdate } from './mixapp-update.service';
import { MixappSignInDto, MixappSignUpDto, MixappUpdateDto } from './mixapp.dto';

@ApiTags('Mixapp')
@ApiConsumes('application/json', 'application/x-www-form-urlencoded')
@Controller('v1')
export class MixappAccountController {
  constructor(
    private readonly signUps: MixappSignUp,
    private readonly signIns: SignIn,
    private readonly updates: MixappUpdate,
    private readonly present: MixappPresenter,
  ) {}

  @Post('signup')
  @Public()
  @UseGuards(OpenSignUpGuard)
  @HttpCode(200)
  @ApiOperation({ operationId: 'mixappSignUp', summary: 'Register; the server makes the password and tells it this once' })
  @mixappAnswers(MixappSignedUpDto, SIGNED_UP, BAD_SCHEMA, BAD_EMAIL, BAD_NAME, 'email_taken', 'sign_up_closed', 'too_many_requests')
  async signUp(@Body() body: MixappSignUpDto, @Origin() origin: RequestOrigin): Promise<MixappSignedUpDto> {
    const { password, ...signedIn } = await this.signUps.signUp(body, origin);
    return { password, ...(await this.present.signedIn(signedIn)) };
  }

  @Post('signin')
  @ProvesPassword()
  @Public()
  @HttpCode(200)
  @ApiOperation({ operationId: 'mixappSignIn', summary: 'Sign in', description: 'A failure never tells an unknown address from a wrong password.' })
  @mixappAnswers(MixappSignedInDto, SIGNED_IN, BAD_SCHEMA, 'bad_credentials', 'too_many_requests')
  async signIn(@Body() body: MixappSignInDto, @Origin() origin: RequestOrigin): Promise<MixappSignedInDto> {
    return this.present.signedIn(await this.signIns.signIn(body.credentials(), 'mixapp', derivedDevice({}, origin)));
  }

  @Post('update')
  @HttpCode(200)
  @BodyLimit(AVATAR_BODY_LIMIT)
  @ApiSecurity('X-Auth-Token')
  @ApiBearerAuth('mixapp')
  @ApiOperation({
    operationId: 'mixappUpdate',
    summary: 'Change the name, the picture, the password',
    description: 'What is absent stays, and an empty password keeps the old one. A new password ends the other sessions of the account.',
  })
  @mixappAnswers(MixappUpdatedDto, UPDATED, 'token_invalid', BAD_SCHEMA, BAD_NAME, BAD_PASSWORD)
  async update(@CurrentSession() caller: Authentication, @Body() body: MixappUpdateDto): Promise<MixappUpdatedDto> {
    return { user: await this.present.user(await this.updates.update(caller, body)) };
  }
}
