import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { AtMost, check, NotBlank, onText, Required, Text } from '../http/fields';
import { EMAIL_MAX, isMailAddress, mayBeStored, storedAddress } from './mail-address';

const addressThat = (passes: (address: string) => boolean) =>
  check(
    'not_an_email',
    'must be an e-mail address',
    onText((text) => text.trim() === '' || passes(storedAddress(text))),
  );

/** `not_an_email`: an address that mail can be sent to; a blank one is left to other checks. */
export const EmailAddress = () => addressThat(isMailAddress);

/** `not_an_email`: an address that an account may have, also by rules from before; a blank one is left to other checks. */
export const AddressToFind = () => addressThat(mayBeStored);

/** As it is stored; anything but text is left as it came. */
export const TrimmedAddress = () => Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? storedAddress(value) : value));

interface AddressOptions {
  readonly required?: boolean;
  readonly example?: string;
}

function addressField(rule: PropertyDecorator, { required = true, example = 'ann@example.com' }: AddressOptions): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, required, format: 'email', maxLength: EMAIL_MAX, example }),
    ...(required ? [Required()] : []),
    NotBlank(),
    Text(),
    AtMost(EMAIL_MAX),
    rule,
    TrimmedAddress(),
  );
}

/** An e-mail address that an account is to have. */
export const EmailField = (options: AddressOptions = {}): PropertyDecorator => addressField(EmailAddress(), options);

/** The e-mail address of an account that is there: what was once stored must be found, whatever a new one has to be. */
export const AddressToFindField = (options: AddressOptions = {}): PropertyDecorator => addressField(AddressToFind(), options);
