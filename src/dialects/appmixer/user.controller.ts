import { Body, Controller, Get, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { SignIn } from '../../auth/sign-in.service';
import { WITH_BODY, WITH_SESSION } from '../../http/api-faults';
import { type Authentication, MaybeSession, sessionOf } from '../../http/authentication';
import { FormLists } from '../../http/form-lists';
import { ProvesPassword } from '../../http/proves-password';
import { Public } from '../../http/public';
import { Origin, type RequestOrigin } from '../../http/request-origin';
import { derivedDevice } from '../../sessions/device';
import { UsersService } from '../../users/users.service';
import { AppmixerAccounts } from './appmixer-accounts';
import { appmixerFaults } from './appmixer-api';
import { AppmixerGrants } from './appmixer-grants';
import { AppmixerCreateUserDto, AppmixerGrantDto, AppmixerSignInDto, AppmixerUserDto } from './appmixer.dto';
import { CreationBody } from './creation-body.decorator';
import { presentUser } from './present-user';
import { UserCreationGuard } from './user-creation.guard';

/** Where `API_USER_CREATE_SCOPE` asks for a token. */
const CREATION_REFUSED = ['token_missing', 'token_invalid', 'token_expired', 'session_ended', 'insufficient_scope'] as const;

@ApiTags('Appmixer')
@Controller('user')
export class AppmixerUserController {
  constructor(
    private readonly signIns: SignIn,
    private readonly accounts: AppmixerAccounts,
    private readonly users: UsersService,
    private readonly grants: AppmixerGrants,
  ) {}

  @Post('auth')
  @ProvesPassword()
  @Public()
  @HttpCode(200)
  @ApiOperation({ operationId: 'appmixerSignIn', summary: 'Sign in with username or e-mail address and get an access token' })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiOkResponse({ type: AppmixerGrantDto })
  @appmixerFaults(WITH_BODY, 'bad_credentials', 'too_many_requests')
  async signIn(@Body() body: AppmixerSignInDto, @Origin() origin: RequestOrigin): Promise<AppmixerGrantDto> {
    return this.grants.grant(await this.signIns.signIn(body.toCredentials(), 'appmixer', derivedDevice({}, origin)));
  }

  @Post()
  @Public()
  @ApiBearerAuth('appmixer')
  @UseGuards(UserCreationGuard)
  @FormLists()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'appmixerCreateUser',
    summary: 'Create an account',
    description: 'Open to everybody, unless `API_USER_CREATE_SCOPE` names a scope that the access token must hold.',
  })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiBody({ type: AppmixerCreateUserDto })
  @ApiOkResponse({ type: AppmixerGrantDto })
  @appmixerFaults(WITH_BODY, 'email_taken', 'username_taken', 'sign_up_closed', 'too_many_requests', CREATION_REFUSED)
  async create(
    @CreationBody() body: AppmixerCreateUserDto,
    @MaybeSession() caller: Authentication | null,
    @Origin() origin: RequestOrigin,
  ): Promise<AppmixerGrantDto> {
    return this.grants.grant(await this.accounts.create(body, caller, origin));
  }

  @Get()
  @ApiBearerAuth('appmixer')
  @ApiOperation({ operationId: 'appmixerGetUser', summary: 'Get your own account' })
  @ApiOkResponse({ type: AppmixerUserDto })
  @appmixerFaults(WITH_SESSION)
  async get(@Req() request: FastifyRequest): Promise<AppmixerUserDto> {
    return presentUser(await this.users.get(sessionOf(request).userId));
  }
}
