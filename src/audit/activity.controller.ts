import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { nativeFaults, WITH_SESSION } from '../http/api-faults';
import { type Authentication, CurrentSession } from '../http/authentication';
import { Activity } from './activity';
import { ActivityDto, ActivityQueryDto, presentEvent } from './activity.dto';

@ApiTags('Users')
@ApiBearerAuth()
@Controller('v2/users/me/activity')
export class ActivityController {
  constructor(private readonly activity: Activity) {}

  @Get()
  @ApiOperation({
    operationId: 'listActivity',
    summary: 'See what happened to your account, the newest first',
    description: 'Sign-ins and refused ones, sessions that ended, changes of password and address, what an operator did; through every API.',
  })
  @ApiOkResponse({ type: ActivityDto })
  @nativeFaults(WITH_SESSION, 'invalid_input')
  async list(@CurrentSession() { userId }: Authentication, @Query() query: ActivityQueryDto): Promise<ActivityDto> {
    const { events, next } = await this.activity.list(userId, query.bounds());
    return { events: events.map(presentEvent), next };
  }
}
