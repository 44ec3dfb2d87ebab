import { Body, Controller, Get, Patch, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { nativeFaults, WITH_BODY, WITH_SESSION } from '../http/api-faults';
import { type Authentication, CurrentSession, sessionOf } from '../http/authentication';
import { AVATAR_BODY_LIMIT, BodyLimit } from '../http/body-limit';
import { ChangeProfileDto, presentUser, UserDto } from './user.dto';
import { UsersService } from './users.service';

@ApiTags('Users')
@ApiBearerAuth()
@Controller('v2/users/me')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @ApiOperation({ operationId: 'getMe', summary: 'Read your own account' })
  @ApiOkResponse({ type: UserDto })
  @nativeFaults(WITH_SESSION)
  async me(@Req() request: FastifyRequest): Promise<UserDto> {
    return presentUser(await this.users.get(sessionOf(request).userId));
  }

  @Patch()
  @BodyLimit(AVATAR_BODY_LIMIT)
  @ApiOperation({ operationId: 'changeMe', summary: 'Change your own account' })
  @ApiOkResponse({ type: UserDto })
  @nativeFaults(WITH_SESSION, WITH_BODY, 'username_taken')
  async change(@CurrentSession() { userId }: Authentication, @Body() changes: ChangeProfileDto): Promise<UserDto> {
    return presentUser(await this.users.changeProfile(userId, changes));
  }
}
