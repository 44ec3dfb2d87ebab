import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { nativeFaults, WITH_SESSION } from '../http/api-faults';
import { type Authentication, CurrentSession } from '../http/authentication';
import { AuditBuffer } from './audit-buffer';
import { ExportDto } from './export.dto';
import { PersonalData } from './personal-data';

@ApiTags('Users')
@ApiBearerAuth()
@Controller('v2/users/me/export')
export class ExportController {
  constructor(
    private readonly data: PersonalData,
    private readonly buffer: AuditBuffer,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'exportMe',
    summary: 'Everything that is stored about you, in one document',
    description:
      'Account, password (when it was changed), sessions of every API, mails and mailed links, what happened to the account. No secret, digest or key.',
  })
  @ApiOkResponse({ type: ExportDto })
  @nativeFaults(WITH_SESSION)
  async export(@CurrentSession() { userId }: Authentication): Promise<ExportDto> {
    await this.buffer.flush();
    return (await this.data.of(userId)) as unknown as ExportDto;
  }
}
