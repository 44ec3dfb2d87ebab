import { Delete, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { type Authentication, CurrentSession } from '../../http/authentication';
import { UprogressController, UprogressRoute } from './uprogress-docs';
import { presentAuthorization } from './present-authorization';
import { UprogressAuthorizationAnswer, UprogressAuthorizationsAnswer } from './uprogress-answers.dto';
import { UprogressAuthorizations } from './uprogress-authorizations.service';

@UprogressController('authorizations')
export class UprogressAuthorizationsController {
  constructor(private readonly authorizations: UprogressAuthorizations) {}

  @Get()
  @ApiOperation({ operationId: 'uprogressListAuthorizations', summary: 'The devices you are signed in on' })
  @ApiOkResponse({ type: UprogressAuthorizationsAnswer })
  @UprogressRoute({ session: true })
  async list(@CurrentSession() { userId }: Authentication): Promise<UprogressAuthorizationsAnswer> {
    const { owner, records } = await this.authorizations.list(userId);
    return { authorizations: records.map((record) => presentAuthorization(record, owner)) };
  }

  @Delete(':id')
  @ApiOperation({ operationId: 'uprogressEndAuthorization', summary: 'End a device’s authorization; its tokens are worthless from then on' })
  @ApiParam({ name: 'id', schema: { type: 'integer' }, example: 1049 })
  @ApiOkResponse({ type: UprogressAuthorizationAnswer })
  @UprogressRoute({ session: true, codes: ['session_not_found'] })
  async end(@CurrentSession() caller: Authentication, @Param('id') id: string): Promise<UprogressAuthorizationAnswer> {
    const { owner, record } = await this.authorizations.end(caller, id);
    return { authorization: presentAuthorization(record, owner) };
  }
}
