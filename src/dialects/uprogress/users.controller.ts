import { Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { type Authentication, CurrentSession } from '../../http/authentication';
import { AVATAR_BODY_LIMIT, BodyLimit } from '../../http/body-limit';
import { UprogressController, UprogressRoute } from './uprogress-docs';
import { presentCurrentUser } from './present-user';
import { FieldsUnder, FieldsUnderOrFlat } from './request-fields';
import { UprogressCurrentUserAnswer } from './uprogress-answers.dto';
import { UprogressChangePasswordBody, UprogressUpdateUserBody } from './uprogress-bodies.dto';
import { UprogressChangePasswordDto, UprogressUpdateUserDto } from './uprogress.dto';
import { UprogressProfile } from './uprogress-profile.service';

@UprogressController('users')
export class UprogressUsersController {
  constructor(private readonly profile: UprogressProfile) {}

  @Put('change_password')
  @ApiOperation({ operationId: 'uprogressChangePassword', summary: 'Change your password; the other sessions end' })
  @ApiOkResponse({ type: UprogressCurrentUserAnswer })
  @UprogressRoute({
    session: true,
    body: UprogressChangePasswordBody,
    fields: {
      'too short': { password: ['is too short (minimum is 6 characters)'] },
      'other confirmation': { password_confirmation: ["doesn't match Password"] },
    },
  })
  async changePassword(
    @CurrentSession() caller: Authentication,
    @FieldsUnder('user') { password }: UprogressChangePasswordDto,
  ): Promise<UprogressCurrentUserAnswer> {
    return presentCurrentUser(await this.profile.changePassword(caller, password));
  }

  // Clients send back the whole user that they were given, picture and all.
  @Put(':id')
  @BodyLimit(AVATAR_BODY_LIMIT)
  @ApiOperation({
    operationId: 'uprogressUpdateUser',
    summary: 'Change your own record',
    description: 'The fields sit under `user` or in the body itself. A new address waits until it is confirmed by mail.',
  })
  @ApiParam({ name: 'id', schema: { type: 'string' }, description: 'Your id or nick', example: 'ololosh' })
  @ApiOkResponse({ type: UprogressCurrentUserAnswer })
  @UprogressRoute({
    session: true,
    body: UprogressUpdateUserBody,
    codes: ['user_not_found', 'too_many_requests'],
    fields: { blank: { first_name: ["can't be blank"], last_name: ["can't be blank"] } },
  })
  async update(
    @CurrentSession() caller: Authentication,
    @Param('id') id: string,
    @FieldsUnderOrFlat('user') changes: UprogressUpdateUserDto,
  ): Promise<UprogressCurrentUserAnswer> {
    return presentCurrentUser(await this.profile.update(caller, id, changes));
  }
}
