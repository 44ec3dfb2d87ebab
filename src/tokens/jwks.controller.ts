import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { nativeFaults } from '../http/api-faults';
import { Public } from '../http/public';
import { JwksDto, presentJwk } from './jwks.dto';
import { KeyRing } from './key-ring';

@ApiTags('Auth')
@Controller('.well-known')
export class JwksController {
  constructor(private readonly ring: KeyRing) {}

  @Get('jwks.json')
  @Public()
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({ operationId: 'getJwks', summary: 'The public keys of access tokens' })
  @ApiOkResponse({ type: JwksDto })
  @nativeFaults()
  jwks(): JwksDto {
    return { keys: this.ring.publicKeys().map(presentJwk) };
  }
}
