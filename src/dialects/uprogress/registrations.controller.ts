import { HttpCode, Post, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { OpenSignUpGuard } from '../../auth/open-sign-up.guard';
import { Public } from '../../http/public';
import { Origin, type RequestOrigin } from '../../http/request-origin';
import { UprogressController, UprogressRoute } from './uprogress-docs';
import { FieldsUnder } from './request-fields';
import { UprogressTokenAnswer } from './uprogress-answers.dto';
import { UprogressRegistrationBody } from './uprogress-bodies.dto';
import { UprogressRegistrationDto } from './uprogress.dto';
import { UprogressEntry } from './uprogress-entry.service';

@UprogressController('registrations')
export class UprogressRegistrationsController {
  constructor(private readonly entry: UprogressEntry) {}

  @Post()
  @Public()
  @UseGuards(OpenSignUpGuard)
  @HttpCode(200)
  @ApiOperation({ operationId: 'uprogressRegister', summary: 'Register and sign in' })
  @ApiOkResponse({ type: UprogressTokenAnswer })
  @UprogressRoute({
    body: UprogressRegistrationBody,
    codes: ['too_many_requests'],
    fields: {
      blank: {
        email: ["can't be blank", 'is invalid'],
        password: ["can't be blank", 'is too short (minimum is 6 characters)'],
        authorization: ["can't be blank"],
      },
      taken: { email: [' email already taken'], nick: [' nick already taken'] },
      closed: { email: ['registration is closed'] },
    },
  })
  register(@FieldsUnder('user') fields: UprogressRegistrationDto, @Origin() origin: RequestOrigin): Promise<UprogressTokenAnswer> {
    return this.entry.register(fields, origin);
  }
}
