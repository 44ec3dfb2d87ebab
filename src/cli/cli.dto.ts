import type { Type } from '@nestjs/common';
import { SecretField, TextField } from '../http/text-fields';
import { validationPipe } from '../http/validation.pipe';
import { EmailField } from '../users/address-field.decorator';

/** An account as registration takes one, too. */
export class NewAccountDto {
  @EmailField()
  email!: string;

  @SecretField({ example: 'correct horse battery' })
  password!: string;

  @TextField({ max: 64, min: 1, example: 'ann' })
  username?: string;
}

export class NewServiceKeyDto {
  @TextField({ max: 100, example: 'help-desk', required: true })
  name!: string;
}

/**
 * The values of a command, checked as the same values in a request are.
 * @throws DomainError invalid_input
 */
export async function checked<T>(dto: Type<T>, values: object): Promise<T> {
  return (await validationPipe.transform({ ...values }, { type: 'custom', metatype: dto })) as T;
}
