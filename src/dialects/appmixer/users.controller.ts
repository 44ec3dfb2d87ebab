import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiConsumes, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { WITH_BODY, WITH_SESSION } from '../../http/api-faults';
import { type Authentication, CurrentSession } from '../../http/authentication';
import { FormLists } from '../../http/form-lists';
import { Scopes } from '../../http/public';
import { UserAdministration } from '../../users/user-administration';
import { appmixerFaults } from './appmixer-api';
import { adminOf } from './appmixer-accounts';
import { AppmixerUsers } from './appmixer-users.service';
import { ObjectIdParam } from './object-id-param';
import { presentListedUser } from './present-user';
import {
  AppmixerCountDto,
  AppmixerCountQueryDto,
  AppmixerDeletionDto,
  AppmixerListedUserDto,
  AppmixerListQueryDto,
  AppmixerTicketDto,
  AppmixerUpdateUserDto,
} from './users.dto';

/** What any of these can answer. */
const ANY = [...WITH_SESSION, 'insufficient_scope'] as const;
const UserId = () => ApiParam({ name: 'id', description: '24 hexadecimal digits.', schema: { type: 'string' }, example: '58593f07c3ee4f239dc69ff7' });

@ApiTags('Appmixer')
@ApiBearerAuth('appmixer')
@Scopes('admin')
@Controller('users')
export class AppmixerUsersController {
  constructor(
    private readonly everybody: UserAdministration,
    private readonly administered: AppmixerUsers,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'appmixerListUsers', summary: 'As an admin, list accounts' })
  @ApiOkResponse({ type: AppmixerListedUserDto, isArray: true })
  @appmixerFaults(ANY, 'invalid_input')
  async list(@Query() query: AppmixerListQueryDto): Promise<AppmixerListedUserDto[]> {
    return (await this.everybody.list(query.toPage())).map(presentListedUser);
  }

  @Get('count')
  @ApiOperation({ operationId: 'appmixerCountUsers', summary: 'As an admin, count accounts' })
  @ApiOkResponse({ type: AppmixerCountDto })
  @appmixerFaults(ANY, 'invalid_input')
  async count(@Query() query: AppmixerCountQueryDto): Promise<AppmixerCountDto> {
    return { count: await this.everybody.count(query.toSelection()) };
  }

  @Get(':id')
  @UserId()
  @ApiOperation({ operationId: 'appmixerGetUserById', summary: 'As an admin, get an account' })
  @ApiOkResponse({ type: AppmixerListedUserDto })
  @appmixerFaults(ANY, 'user_not_found')
  async get(@Param('id', ObjectIdParam) id: string): Promise<AppmixerListedUserDto> {
    return presentListedUser(await this.administered.get(id));
  }

  @Put(':id')
  @HttpCode(200)
  @FormLists()
  @UserId()
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiOperation({
    operationId: 'appmixerUpdateUser',
    summary: 'As an admin, change an account',
    description: 'Every session of it ends where its scopes or its password are changed. A new e-mail address is mailed a link to confirm it.',
  })
  @ApiOkResponse({ type: AppmixerListedUserDto })
  @appmixerFaults(ANY, WITH_BODY, 'user_not_found', 'email_taken', 'username_taken')
  async update(
    @CurrentSession() caller: Authentication,
    @Param('id', ObjectIdParam) id: string,
    @Body() body: AppmixerUpdateUserDto,
  ): Promise<AppmixerListedUserDto> {
    return presentListedUser(await this.administered.update(id, body, adminOf(caller)));
  }

  @Delete(':id')
  @UserId()
  @ApiOperation({ operationId: 'appmixerDeleteUser', summary: 'As an admin, delete an account with everything stored about the person' })
  @ApiOkResponse({ type: AppmixerTicketDto, description: 'It is done' })
  @appmixerFaults(ANY, 'user_not_found')
  async delete(@CurrentSession() caller: Authentication, @Param('id', ObjectIdParam) id: string): Promise<AppmixerTicketDto> {
    return { ticket: await this.administered.delete(id, adminOf(caller)) };
  }

  @Get(':id/delete-status/:ticket')
  @UserId()
  @ApiParam({ name: 'ticket', description: 'What the deletion answered.', schema: { type: 'string' }, example: '0a8f5b52-6d1e-8c3f-9b7a-2f4d6c8e0a1b' })
  @ApiOperation({ operationId: 'appmixerGetDeletion', summary: 'As an admin, see what has become of a deletion' })
  @ApiOkResponse({ type: AppmixerDeletionDto })
  @appmixerFaults(ANY, 'user_not_found')
  async deletion(@Param('id', ObjectIdParam) id: string, @Param('ticket') ticket: string): Promise<AppmixerDeletionDto> {
    await this.administered.requireDeleted(id, ticket);
    return { status: 'completed', stepsDone: 1, stepsTotal: 1 };
  }
}
