import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../http/public';
import { STRENGTH_SCRIPT, STYLE } from './page-assets';

const FOR_GOOD = 'public, max-age=31536000, immutable';

@Public()
@ApiExcludeController()
@Controller('account')
export class PageAssetsController {
  @Get('style.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', FOR_GOOD)
  style(): string {
    return STYLE.text;
  }

  @Get('strength.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', FOR_GOOD)
  script(): string {
    return STRENGTH_SCRIPT.text;
  }
}
