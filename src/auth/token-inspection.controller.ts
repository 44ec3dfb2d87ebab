import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { nativeFaults, WITH_BODY } from '../http/api-faults';
import { Public } from '../http/public';
import { ByServiceKey } from '../service-keys/service-key.guard';
import { IntrospectionDto, presentIntrospection, TokenDto } from './token-inspection.dto';
import { TokenInspection } from './token-inspection.service';

@ApiTags('Auth')
@Controller('v2/auth')
@ApiConsumes('application/x-www-form-urlencoded', 'application/json')
export class TokenInspectionController {
  constructor(private readonly inspection: TokenInspection) {}

  @Post('introspect')
  @ByServiceKey()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'introspect',
    summary: 'Ask whether a token is good (RFC 7662)',
    description: 'For holders of a service key, sent as the bearer token.',
  })
  @ApiOkResponse({ type: IntrospectionDto })
  @nativeFaults(WITH_BODY, 'service_key_required')
  async introspect(@Body() { token }: TokenDto): Promise<IntrospectionDto> {
    return presentIntrospection(await this.inspection.inspect(token));
  }

  @Post('revoke')
  @Public()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'revoke',
    summary: 'End the session of a token you hold (RFC 7009)',
    description: 'The same answer for a token that is not good.',
  })
  @ApiOkResponse()
  @nativeFaults(WITH_BODY)
  async revoke(@Body() { token }: TokenDto): Promise<void> {
    await this.inspection.revoke(token);
  }
}
