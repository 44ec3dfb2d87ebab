import { applyDecorators, Controller, type Type } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiExtraModels, ApiHeader, ApiResponse, ApiSecurity, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { ErrorCode } from '../../errors/error-kinds';
import { ANY_ROUTE, apiFaults, WITH_BODY, WITH_SESSION } from '../../http/api-faults';
import type { FieldMessages } from './field-messages';
import { UprogressNoUserAnswer, UprogressErrorAnswer, UprogressFieldErrorsAnswer } from './uprogress-answers.dto';
import { CURRENT_SESSION_PATH, uprogressApi } from './uprogress-api';

const api = uprogressApi();

/** A controller of this dialect: its tag and its header. */
export const UprogressController = (path: string): ClassDecorator =>
  applyDecorators(
    Controller(`api/v1/${path}`),
    ApiTags('UProgress'),
    ApiHeader({
      name: 'X-Key-Inflection',
      required: false,
      schema: { type: 'string', enum: ['camel', 'dash'] },
      description: 'The style of all keys, of requests and answers; snake_case without it',
    }),
  );

export interface Failures {
  /** A session is needed. */
  readonly session?: boolean;
  /** The shape of the body, where there is one. */
  readonly body?: Type;
  readonly codes?: readonly ErrorCode[];
  /** Examples of the 422 answer, by what is wrong. */
  readonly fields?: Readonly<Record<string, FieldMessages>>;
}

/** Documents what a route takes and how it can fail. */
export function UprogressRoute({ session = false, body, codes = [], fields }: Failures): MethodDecorator {
  const all = [...codes, ...(session ? WITH_SESSION : []), ...(body === undefined ? [] : WITH_BODY.filter((code) => code !== 'invalid_input')), ...ANY_ROUTE];
  return applyDecorators(
    apiFaults(api, UprogressErrorAnswer, all),
    ...(session ? [ApiSecurity('uprogresstoken')] : []),
    ...(body === undefined ? [] : [ApiConsumes('application/json', 'application/x-www-form-urlencoded'), ApiBody({ type: body })]),
    ...(fields === undefined ? [] : [ApiExtraModels(UprogressFieldErrorsAnswer), ApiResponse(unprocessable(fields))]),
  ) as MethodDecorator;
}

/** Documents the one route whose failures have a shape of their own. */
export const CurrentSessionRoute = (): MethodDecorator =>
  applyDecorators(
    ApiSecurity('uprogresstoken'),
    apiFaults(api, UprogressNoUserAnswer, [...WITH_SESSION, ...ANY_ROUTE], CURRENT_SESSION_PATH),
  ) as MethodDecorator;

function unprocessable(fields: Readonly<Record<string, FieldMessages>>) {
  const examples = Object.fromEntries(Object.entries(fields).map(([name, errors]) => [name, { value: { errors } }]));
  const content = { 'application/json': { schema: { $ref: getSchemaPath(UprogressFieldErrorsAnswer) }, examples } };
  return { status: 422, description: 'Messages by field, all fields at once', content };
}
