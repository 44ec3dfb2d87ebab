import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { PASSWORD_MAX } from '../../credentials/password-policy';
import { AtMost, Lines, OneLine, Text, Trimmed } from '../../http/fields';
import { LongEnough, NoAddressIsNone, Present, PresentPassword, SameAs } from './checks';
import { UPROGRESS_PASSWORD_MIN } from './uprogress-api';
import { AddressToFind, EmailAddress, TrimmedAddress } from '../../users/address-field.decorator';
import { EMAIL_MAX } from '../../users/mail-address';

const EMAIL = { type: String, format: 'email', maxLength: EMAIL_MAX } as const;

/** An address that an account is to have; a missing one is blank and invalid. */
export const Email = ({ required = true, example = 'ololosh@mail.ru' } = {}): PropertyDecorator =>
  applyDecorators(ApiProperty({ ...EMAIL, required, example }), Present(), NoAddressIsNone(), Text(), EmailAddress(), TrimmedAddress());

/** An address to sign in with; a missing one is blank and invalid. */
export const EmailToSignIn = (example: string): PropertyDecorator =>
  applyDecorators(ApiProperty({ ...EMAIL, example }), Present(), NoAddressIsNone(), Text(), AddressToFind(), TrimmedAddress());

/** An address to look for; a missing one is blank and no more. */
export const EmailToFind = (example: string): PropertyDecorator =>
  applyDecorators(ApiProperty({ ...EMAIL, example }), Present(), Text(), AddressToFind(), TrimmedAddress());

/** A password to be compared: of whatever length, the account may be of another API. */
export const PasswordToCompare = (example: string): PropertyDecorator =>
  applyDecorators(ApiProperty({ type: String, example }), PresentPassword(), LongEnough(1), Text());

export const NewPassword = (example: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, minLength: UPROGRESS_PASSWORD_MIN, maxLength: PASSWORD_MAX, example }),
    PresentPassword(),
    LongEnough(UPROGRESS_PASSWORD_MIN),
    AtMost(PASSWORD_MAX),
    Text(),
  );

/** Compared with `password` where it is sent. */
export const PasswordConfirmation = (example: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, required: false, nullable: true, description: 'Compared with `password` where it is sent', example }),
    SameAs('password'),
  );

export interface TextOptions {
  /** Characters. */
  readonly max: number;
  readonly example: string | null;
  /** Line ends are part of it. */
  readonly lines?: boolean;
}

export const OptionalText = ({ max, example, lines = false }: TextOptions): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, required: false, nullable: true, maxLength: max, example }),
    Text(),
    lines ? Lines() : OneLine(),
    AtMost(max),
    Trimmed(),
  );

export const RequiredText = ({ max, example, required = true }: TextOptions & { required?: boolean }): PropertyDecorator =>
  applyDecorators(ApiProperty({ type: String, required, maxLength: max, example }), Present(), Text(), OneLine(), AtMost(max), Trimmed());
