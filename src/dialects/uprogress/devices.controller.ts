import { HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { type Authentication, CurrentSession } from '../../http/authentication';
import { SessionsService } from '../../sessions/sessions.service';
import { UprogressController, UprogressRoute } from './uprogress-docs';
import { FieldsUnder } from './request-fields';
import { UprogressSuccessAnswer } from './uprogress-answers.dto';
import { UprogressDeviceBody } from './uprogress-bodies.dto';
import { UprogressDeviceTokenDto } from './uprogress.dto';

@UprogressController('devices')
export class UprogressDevicesController {
  constructor(private readonly sessions: SessionsService) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ operationId: 'uprogressRegisterDevice', summary: 'Store the address that push messages to this device go to' })
  @ApiOkResponse({ type: UprogressSuccessAnswer })
  @UprogressRoute({ session: true, body: UprogressDeviceBody, fields: { blank: { token: ["can't be blank"] } } })
  async register(
    @CurrentSession() { userId, sessionId }: Authentication,
    @FieldsUnder('device') { token }: UprogressDeviceTokenDto,
  ): Promise<UprogressSuccessAnswer> {
    await this.sessions.setPushToken(userId, sessionId, token);
    return { success: true };
  }
}
