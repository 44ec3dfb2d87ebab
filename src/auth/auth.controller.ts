import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { VerifiedCredentials } from '../credentials/credentials.service';
import { nativeFaults, WITH_BODY, WITH_SESSION } from '../http/api-faults';
import { type Authentication, CurrentSession } from '../http/authentication';
import { ProvesPassword } from '../http/proves-password';
import { Public } from '../http/public';
import { Origin, type RequestOrigin } from '../http/request-origin';
import { derivedDevice } from '../sessions/device';
import { SessionsService } from '../sessions/sessions.service';
import { GrantDto, RefreshDto, SignedInDto, SignInDto } from './auth.dto';
import { GrantPresenter } from './grant-presenter';
import { LocalGuard, Verified } from './local.guard';
import { Refresh } from './refresh.service';
import { SignIn } from './sign-in.service';

@ApiTags('Auth')
@Controller('v2/auth')
export class AuthController {
  constructor(
    private readonly signIns: SignIn,
    private readonly refreshes: Refresh,
    private readonly sessions: SessionsService,
    private readonly present: GrantPresenter,
  ) {}

  @Post('sign-in')
  @ProvesPassword()
  @Public()
  @UseGuards(LocalGuard)
  @HttpCode(200)
  @ApiOperation({ operationId: 'signIn', summary: 'Sign in on a device with a password' })
  @ApiBody({ type: SignInDto })
  @ApiOkResponse({ type: SignedInDto })
  @nativeFaults(WITH_BODY, 'bad_credentials', 'too_many_requests')
  async signIn(@Verified() verified: VerifiedCredentials, @Body() { device }: SignInDto, @Origin() origin: RequestOrigin): Promise<SignedInDto> {
    return this.present.signedIn(await this.signIns.open(verified, 'native', derivedDevice(device ?? {}, origin)));
  }

  @Post('refresh')
  @Public()
  @HttpCode(200)
  @ApiOperation({ operationId: 'refresh', summary: 'Get new tokens for a refresh token' })
  @ApiOkResponse({ type: GrantDto })
  @nativeFaults(WITH_BODY, 'refresh_token_invalid', 'refresh_token_reused')
  async refresh(@Body() { refreshToken }: RefreshDto): Promise<GrantDto> {
    const { session, scopes } = await this.refreshes.refresh(refreshToken);
    return this.present.grant(session, scopes);
  }

  @Post('sign-out')
  @HttpCode(204)
  @ApiBearerAuth()
  @ApiOperation({ operationId: 'signOut', summary: 'End the session of this request' })
  @ApiNoContentResponse()
  @nativeFaults(WITH_SESSION)
  async signOut(@CurrentSession() { userId, sessionId }: Authentication): Promise<void> {
    await this.sessions.end(userId, sessionId, 'signed_out');
  }
}
