import { HttpCode, Post, Put, Req, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { LegacyPasswordRules } from '../../credentials/legacy-password-rules';
import { Public } from '../../http/public';
import { requestOrigin } from '../../http/request-origin';
import { PasswordRecovery } from '../../password-recovery/password-recovery.service';
import { UprogressController, UprogressRoute } from './uprogress-docs';
import { RecoveryDoor } from '../../http/recovery-door';
import { FieldsUnder } from './request-fields';
import { ResetTokenGuard } from './reset-token.guard';
import { RestorePassword } from './restore-password.service';
import { UprogressMessageAnswer, UprogressRestorePasswordAnswer } from './uprogress-answers.dto';
import { UprogressResetPasswordBody, UprogressRestorePasswordBody } from './uprogress-bodies.dto';
import { UprogressResetPasswordDto, UprogressRestorePasswordDto } from './uprogress.dto';
import { UPROGRESS_PASSWORD_MIN } from './uprogress-api';

@Public()
@UprogressController('sessions')
export class UprogressPasswordsController {
  constructor(
    private readonly restoring: RestorePassword,
    private readonly recovery: PasswordRecovery,
    private readonly rules: LegacyPasswordRules,
    private readonly door: RecoveryDoor,
  ) {}

  @Post('restore_password')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'uprogressRestorePassword',
    summary: 'Send restore password message and receive token for password reset',
    description:
      'With `LEGACY_RECOVERY=safe` the token works once the person has said Yes on the page that the mail links to, ' +
      'and an unknown address gets the same answer.',
  })
  @ApiOkResponse({ type: UprogressRestorePasswordAnswer })
  @UprogressRoute({
    body: UprogressRestorePasswordBody,
    codes: ['too_many_requests'],
    fields: { blank: { email: ["can't be blank"] }, unknown: { email: ['There is no such user'] } },
  })
  async restore(@FieldsUnder('user') { email }: UprogressRestorePasswordDto, @Req() request: FastifyRequest): Promise<UprogressRestorePasswordAnswer> {
    const faithful = this.door.isFaithfulTo(request);
    const token = await (faithful ? this.restoring.restoreFaithfully(email) : this.restoring.restoreSafely(email, requestOrigin(request)));
    return { token, message: 'Mail was succesfully sended' };
  }

  @Put('reset_password')
  @UseGuards(ResetTokenGuard)
  @ApiOperation({ operationId: 'uprogressResetPassword', summary: "Reset user's password; every session of the account ends" })
  @ApiOkResponse({ type: UprogressMessageAnswer })
  @UprogressRoute({
    body: UprogressResetPasswordBody,
    fields: {
      'no token': { user: ['User is empty'] },
      'undecodable token': { token: ['Token is not valid'] },
      'used token': { token: ['Token has expired'] },
      'too short': { password: ['is too short (minimum is 6 characters)'] },
      'other confirmation': { password_confirmation: ["doesn't match Password"] },
      unchanged: { password: ['Equal to previous password'] },
    },
  })
  async reset(@FieldsUnder('user') { token, password }: UprogressResetPasswordDto): Promise<UprogressMessageAnswer> {
    const rules = this.rules.of(UPROGRESS_PASSWORD_MIN);
    await this.recovery.confirm({ token, newPassword: password, rules, field: 'password', refuseUnchanged: true, acceptReturnedToken: true });
    return { message: 'Password was succesfully updated' };
  }
}
