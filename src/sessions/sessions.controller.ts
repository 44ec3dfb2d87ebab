import { Body, Controller, Delete, Get, HttpCode, Param, Patch } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { nativeFaults, WITH_BODY, WITH_SESSION } from '../http/api-faults';
import { type Authentication, CurrentSession } from '../http/authentication';
import { IdParam } from '../http/id-param';
import { EndedSessionsDto, presentSession, RenameSessionDto, SessionDto, SessionListDto } from './session.dto';
import { SessionsService } from './sessions.service';

@ApiTags('Sessions')
@ApiBearerAuth()
@Controller('v2/sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Get()
  @ApiOperation({ operationId: 'listSessions', summary: 'List your sessions, those of every API' })
  @ApiOkResponse({ type: SessionListDto })
  @nativeFaults(WITH_SESSION)
  async list(@CurrentSession() { userId, sessionId }: Authentication): Promise<SessionListDto> {
    const sessions = await this.sessions.list(userId);
    return { sessions: sessions.map((session) => presentSession(session, sessionId)) };
  }

  @Get('current')
  @ApiOperation({ operationId: 'getCurrentSession', summary: 'Read the session of this request' })
  @ApiOkResponse({ type: SessionDto })
  @nativeFaults(WITH_SESSION)
  async current(@CurrentSession() { userId, sessionId }: Authentication): Promise<SessionDto> {
    return presentSession(await this.sessions.get(userId, sessionId), sessionId);
  }

  @Patch(':id')
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({ operationId: 'renameSession', summary: 'Name the device of a session' })
  @ApiOkResponse({ type: SessionDto })
  @nativeFaults(WITH_SESSION, WITH_BODY, 'session_not_found')
  async rename(
    @CurrentSession() { userId, sessionId }: Authentication,
    @Param('id', IdParam) id: string,
    @Body() { label }: RenameSessionDto,
  ): Promise<SessionDto> {
    return presentSession(await this.sessions.rename(userId, id, label), sessionId);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOperation({ operationId: 'endSession', summary: 'End one of your sessions' })
  @ApiNoContentResponse()
  @nativeFaults(WITH_SESSION, 'session_not_found')
  async end(@CurrentSession() { userId }: Authentication, @Param('id', IdParam) id: string): Promise<void> {
    await this.sessions.end(userId, id, 'revoked');
  }

  @Delete()
  @ApiOperation({ operationId: 'endOtherSessions', summary: 'End every session but this one' })
  @ApiOkResponse({ type: EndedSessionsDto })
  @nativeFaults(WITH_SESSION)
  async endOthers(@CurrentSession() { userId, sessionId }: Authentication): Promise<EndedSessionsDto> {
    return { ended: await this.sessions.endOthers(userId, sessionId, 'revoked') };
  }
}
