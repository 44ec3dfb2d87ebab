import { Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { sessionOf } from '../../http/authentication';
import { ProvesPassword } from '../../http/proves-password';
import { Public } from '../../http/public';
import { Origin, type RequestOrigin } from '../../http/request-origin';
import { UsersService } from '../../users/users.service';
import { CurrentSessionRoute, UprogressController, UprogressRoute } from './uprogress-docs';
import { presentCurrentUser } from './present-user';
import { FieldsUnder } from './request-fields';
import { UprogressCurrentUserAnswer, UprogressTokenAnswer } from './uprogress-answers.dto';
import { UprogressSignInBody } from './uprogress-bodies.dto';
import { UprogressSignInDto } from './uprogress.dto';
import { UprogressEntry } from './uprogress-entry.service';

@UprogressController('sessions')
export class UprogressSessionsController {
  constructor(
    private readonly entry: UprogressEntry,
    private readonly users: UsersService,
  ) {}

  @Post()
  @ProvesPassword()
  @Public()
  @HttpCode(200)
  @ApiOperation({ operationId: 'uprogressSignIn', summary: 'Sign in user and create new authorization object (or update previous)' })
  @ApiOkResponse({ type: UprogressTokenAnswer })
  @UprogressRoute({
    body: UprogressSignInBody,
    codes: ['too_many_requests'],
    fields: {
      blank: { email: ["can't be blank", 'is invalid'] },
      'wrong credentials': { email: ["User doesn't exist"] },
      'no authorization': { authorization: ["can't be blank"] },
    },
  })
  signIn(@FieldsUnder('user') fields: UprogressSignInDto, @Origin() origin: RequestOrigin): Promise<UprogressTokenAnswer> {
    return this.entry.signIn(fields, origin);
  }

  @Get('current')
  @ApiOperation({ operationId: 'uprogressCurrentUser', summary: 'Receive current user information', description: 'Every failure is `{"user": null}`.' })
  @ApiOkResponse({ type: UprogressCurrentUserAnswer })
  @CurrentSessionRoute()
  async current(@Req() request: FastifyRequest): Promise<UprogressCurrentUserAnswer> {
    return presentCurrentUser(await this.users.get(sessionOf(request).userId));
  }
}
