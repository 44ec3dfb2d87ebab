import { ValidationPipe } from '@nestjs/common';
import { type ValidationError } from 'class-validator';
import { DomainError, type FieldFault } from '../errors/domain-error';

/** Reads bodies into their DTOs: unknown keys are dropped, every fault is reported at once as `invalid_input`. */
export const validationPipe = new ValidationPipe({
  transform: true,
  whitelist: true,
  forbidUnknownValues: true,
  validateCustomDecorators: true,
  exceptionFactory: (errors) => new DomainError('invalid_input', { faults: errors.flatMap((error) => faultsOf(error, '')) }),
});

function faultsOf(error: ValidationError, parent: string): FieldFault[] {
  const field = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.entries(error.constraints ?? {}).map(([code, message]) => ({ field, code: stableCode(code), message }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, field))];
}

// class-validator's own names for what our checks call otherwise.
function stableCode(constraint: string): string {
  return constraint === 'nestedValidation' ? 'not_an_object' : constraint;
}
