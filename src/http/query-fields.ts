import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { check, onText, Text } from './fields';
import { UUID } from './id-param';

/** `not_an_id`: an optional UUID in a query, without an example: Swagger UI would send it, and there is nothing of that id. */
export const IdField = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, required: false, format: 'uuid' }),
    Text(),
    check(
      'not_an_id',
      'must be an id',
      onText((text) => UUID.test(text)),
    ),
  );

/** `not_a_count`: an optional whole number from `min` (1 where absent) to `max` in a query. */
export const CountField = ({ min = 1, max, example }: { min?: number; max: number; example: number }): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: 'integer', required: false, minimum: min, maximum: max, example }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value)),
    check(
      'not_a_count',
      `must be a whole number from ${min} to ${max}`,
      (value) => value === undefined || (typeof value === 'number' && value >= min && value <= max),
    ),
  );
