import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { AtMost, check, NotBlank, onText, Required, Text } from '../http/fields';
import { EMAIL_MAX, isMailAddress, storedAddress } from './mail-address';

/** `not_an_email`: an address that mail can be sent to; a blank one is left to other checks. */
export const EmailAddress = () =>
  check(
    'not_an_email',
    'must be an e-mail address',
    onText((text) => text.trim() === '' || isMailAddress(storedAddress(text))),
  );

/** As it is stored; anything but text is left as it came. */
export const TrimmedAddress = () => Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? storedAddress(value) : value));

/** An e-mail address. */
export const EmailField = (options: { required?: boolean; example?: string } = {}): PropertyDecorator => {
  const { required = true, example = 'ann@example.com' } = options;
  return applyDecorators(
    ApiProperty({ type: String, required, format: 'email', maxLength: EMAIL_MAX, example }),
    ...(required ? [Required()] : []),
    NotBlank(),
    Text(),
    AtMost(EMAIL_MAX),
    EmailAddress(),
    TrimmedAddress(),
  );
};
