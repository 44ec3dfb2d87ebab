import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { nativeFaults } from '../http/api-faults';
import { Public } from '../http/public';
import { Metrics } from '../metrics/metrics';
import { MetricsGuard } from './metrics.guard';

const EXAMPLE = `# HELP latchkey_hash_waiting Password hashes that wait for their turn.
# TYPE latchkey_hash_waiting gauge
latchkey_hash_waiting 0
`;

@ApiTags('Health')
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @UseGuards(MetricsGuard)
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiBearerAuth('metrics')
  @ApiProduces('text/plain')
  @ApiOperation({ operationId: 'getMetrics', summary: 'What this instance has counted and measured, for Prometheus; see docs/operations/monitoring.md' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' }, example: EXAMPLE } } })
  @nativeFaults('token_missing', 'token_invalid', 'route_not_found')
  read(): Promise<string> {
    return this.metrics.text();
  }
}
