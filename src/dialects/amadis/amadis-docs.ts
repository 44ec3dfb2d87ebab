import { applyDecorators } from '@nestjs/common';
import { ApiConsumes } from '@nestjs/swagger';
import type { ErrorCode } from '../../errors/error-kinds';
import { ANY_ROUTE, apiFaults, WITH_BODY } from '../../http/api-faults';
import { amadisApi } from './amadis-api';
import { AmadisErrorDto, AmadisFailDto } from './amadis.dto';
import { FAULTS } from './amadis-faults';

/** Documents what every route of Amadis takes, and its failures in their two envelopes. */
export function amadisRoute(...own: readonly ErrorCode[]): MethodDecorator {
  const codes = [...WITH_BODY, ...own, ...ANY_ROUTE];
  const isFail = (code: ErrorCode) => 'field' in FAULTS[code];
  return applyDecorators(
    ApiConsumes('application/x-www-form-urlencoded', 'application/json'),
    apiFaults(amadisApi, AmadisFailDto, codes.filter(isFail)),
    apiFaults(
      amadisApi,
      AmadisErrorDto,
      codes.filter((code) => !isFail(code)),
    ),
  ) as MethodDecorator;
}
