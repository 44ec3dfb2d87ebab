import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ValidateBy, type ValidationArguments } from 'class-validator';
import { lengthRefusal, PASSWORD_MAX } from '../../credentials/password-policy';
import type { FieldFault } from '../../errors/domain-error';
import { check, EmptyIsAbsent, NotBlank, onText, OneLine, Required, Text, Trimmed } from '../../http/fields';
import { comparable } from '../../users/identifier';
import { EMAIL_MAX, isMailAddress, storedAddress } from '../../users/mail-address';
import { scopesRefusal } from '../../users/scopes';

/*
 * What this format's document asks of single fields, as checks of the DTOs: the envelope has one message, which names all the faults
 * at once.
 */

/** Characters of a password that the document asks for. */
export const APPMIXER_PASSWORD_MIN = 5;

/** Characters of a username that is no e-mail address. */
const USERNAME_MAX = 64;

type Refusal = Omit<FieldFault, 'field'>;

/** One fault of several that a rule knows, in the rule's own words. */
const refusedAs = (code: string, refusalOf: (value: unknown) => Refusal | null): PropertyDecorator =>
  ValidateBy({
    name: code,
    validator: {
      validate: (value) => refusalOf(value)?.code !== code,
      defaultMessage: (args) => refusalOf(args?.value)?.message ?? '',
    },
  });

const beside = (args: ValidationArguments | undefined, field: string): unknown => (args?.object as Record<string, unknown>)[field];
const isAbsent = (value: unknown): value is undefined | null => value === undefined || value === null;
const isAddressLike = (value: unknown): value is string => typeof value === 'string' && value.includes('@');

const usernameMax = (username: unknown): number => (isAddressLike(username) ? EMAIL_MAX : USERNAME_MAX);

/** `too_long`: 64 characters, or those of an e-mail address. */
const UsernameLength = (): PropertyDecorator =>
  ValidateBy({
    name: 'too_long',
    validator: {
      validate: onText((text) => [...text].length <= usernameMax(text)),
      defaultMessage: (args) => `must be at most ${usernameMax(args?.value)} characters long`,
    },
  });

/** A username, or the e-mail address of the account. */
export const UsernameField = ({ required = false } = {}): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, required, nullable: !required, minLength: 1, maxLength: EMAIL_MAX, example: 'abc@example.com' }),
    ...(required ? [Required()] : []),
    NotBlank(),
    Text(),
    OneLine(),
    UsernameLength(),
    Trimmed(),
  );

/** `not_an_email`: what stands for the address where the field `email` is absent. */
export const AddressWhereAbsent = (email: string): PropertyDecorator =>
  ValidateBy({
    name: 'not_an_email',
    validator: {
      validate: (value, args) => !isAddressLike(value) || !isAbsent(beside(args, email)) || isMailAddress(storedAddress(value)),
      defaultMessage: () => 'must be an e-mail address or contain no @',
    },
  });

/** `not_own_email`: no address but the one in the field `email`. */
export const OwnAddress = (email: string): PropertyDecorator =>
  ValidateBy({
    name: 'not_own_email',
    validator: {
      validate: (value, args) => {
        const own = beside(args, email);
        return !isAddressLike(value) || typeof own !== 'string' || comparable(value) === comparable(own);
      },
      defaultMessage: () => 'must not contain @ unless it is the e-mail address of the account',
    },
  });

/** `required`: there is an address here, or one in the field `username`. */
export const RequiredUnlessAddress = (username: string): PropertyDecorator =>
  ValidateBy({
    name: 'required',
    validator: { validate: (value, args) => !isAbsent(value) || isAddressLike(beside(args, username)), defaultMessage: () => 'is required' },
  });

const passwordRefusal = (value: unknown): Refusal | null => (typeof value === 'string' ? lengthRefusal(value, { min: APPMIXER_PASSWORD_MIN }) : null);

/** A new password of this format's length; an empty one is none. Whether it is good enough besides is the policy's word. */
export const NewPasswordField = ({ required = true, example = 'abc321' } = {}): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, required, nullable: !required, minLength: APPMIXER_PASSWORD_MIN, maxLength: PASSWORD_MAX, example }),
    EmptyIsAbsent(),
    ...(required ? [Required()] : []),
    Text(),
    refusedAs('too_short', passwordRefusal),
    refusedAs('too_long', passwordRefusal),
  );

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((part) => typeof part === 'string');

function scopeRefusal(value: unknown): Refusal | null {
  if (isAbsent(value)) return null;
  return isTexts(value) ? scopesRefusal(value) : { code: 'not_a_scope', message: 'must be a list of scopes' };
}

/**
 * Scopes of an account: a list of their names.
 * @param max characters of each that are documented; none where somebody may send whatever they like and it is ignored
 */
export const ScopesField = (example: string[] | null, max?: number): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: 'array', items: { type: 'string', ...(max === undefined ? {} : { maxLength: max }) }, nullable: true, example }),
    refusedAs('not_a_scope', scopeRefusal),
    refusedAs('too_many', scopeRefusal),
  );

/** What is kept with an account: an object of texts. */
export const MetadataField = (example: Record<string, string> | null): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' }, nullable: true, example }),
    check(
      'not_an_object',
      'must be an object of texts',
      (value) => isAbsent(value) || (typeof value === 'object' && !Array.isArray(value) && isTexts(Object.values(value))),
    ),
  );
