import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../http/public';
import { LiveDto, ReadyDto, UnreadyDto } from './health.dto';
import { Readiness } from './readiness.service';

@ApiTags('Health')
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @ApiOperation({ operationId: 'getLiveness', summary: 'Whether the process serves' })
  @ApiOkResponse({ type: LiveDto })
  live(): LiveDto {
    return { status: 'live' };
  }

  @Get('ready')
  @ApiOperation({ operationId: 'getReadiness', summary: 'Whether this instance can take requests: its database answers and is up to date' })
  @ApiOkResponse({ type: ReadyDto })
  @ApiServiceUnavailableResponse({ type: UnreadyDto })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyDto | UnreadyDto> {
    const { reasons, degraded } = await this.readiness.state();
    if (reasons.length === 0) return { status: 'ready', ...(degraded.length === 0 ? {} : { degraded }) };
    void reply.status(503);
    return { status: 'unready', reasons };
  }
}
