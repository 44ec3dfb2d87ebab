import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { PlainObject, Text } from '../../http/fields';
import { DEVICE_FIELD_MAX } from '../../sessions/device';
import { AsNick, EmptyIsNone, NotEmpty, OwnAddress, WhereSent } from './checks';
import { Email, EmailToFind, EmailToSignIn, NewPassword, OptionalText, PasswordConfirmation, PasswordToCompare, RequiredText } from './field-kinds';

const NICK_MAX = 64;
const NAME_MAX = 200;
const DESCRIPTION_MAX = 2_000;
/** Web push addresses are longer than those of the phones' own services. */
const PUSH_TOKEN_MAX = 4_096;

const DeviceText = (example: string) => OptionalText({ max: DEVICE_FIELD_MAX, example });

/** What a client says of itself; no field is required, others are ignored. */
export class UprogressAuthorizationDto {
  @DeviceText('macOS')
  platform?: string | null;

  @DeviceText('10.11')
  platform_version?: string | null;

  @DeviceText('Google Chrome')
  app_name?: string | null;

  /** The same as `app_name`, which wins. */
  @DeviceText('Google Chrome')
  app?: string | null;

  @DeviceText('56.14.3')
  app_version?: string | null;

  /** The application through which the person signs in; `UProgress` where absent. */
  @DeviceText('UProgress')
  provider?: string | null;
}

export class UprogressSignInDto {
  @EmailToSignIn('ololosh@mail.ru')
  email!: string;

  @PasswordToCompare('Password123')
  password!: string;

  @ApiProperty({ type: () => UprogressAuthorizationDto })
  @NotEmpty()
  @PlainObject()
  @ValidateNested()
  @Type(() => UprogressAuthorizationDto)
  @EmptyIsNone()
  authorization!: UprogressAuthorizationDto;
}

export class UprogressRegistrationDto extends UprogressSignInDto {
  @Email()
  override email!: string;

  @NewPassword('Password123')
  override password!: string;

  @PasswordConfirmation('Password123')
  password_confirmation?: string | null;

  /** Lower-cased; `.`, `-` and spaces become `_`. */
  @OptionalText({ max: NICK_MAX, example: 'ololosh' })
  @AsNick()
  @OwnAddress('email')
  nick?: string | null;
}

export class UprogressRestorePasswordDto {
  @EmailToFind('ololosh@mail.ru')
  email!: string;
}

export class UprogressChangePasswordDto {
  @NewPassword('Altair_69')
  password!: string;

  @PasswordConfirmation('Altair_69')
  password_confirmation?: string | null;
}

/** The token is looked at before anything else: see ResetTokenGuard. */
export class UprogressResetPasswordDto extends UprogressChangePasswordDto {
  @ApiProperty({ type: String, description: 'From `restore_password` or from the mailed link', example: '8V4nD5k2mQeJcF0a7yXbT3sWgLzRuHpKoIvNiMdYt1E' })
  @Text()
  token!: string;
}

/** What is absent stays. */
export class UprogressUpdateUserDto {
  /** The change waits until the new address is confirmed by mail. */
  @WhereSent()
  @Email({ required: false })
  email?: string;

  @WhereSent()
  @RequiredText({ max: NAME_MAX, required: false, example: 'Vadim' })
  first_name?: string;

  @WhereSent()
  @RequiredText({ max: NAME_MAX, required: false, example: 'Sokoltsov' })
  last_name?: string;

  @OptionalText({ max: DESCRIPTION_MAX, lines: true, example: 'Learns something every day' })
  description?: string | null;

  @OptionalText({ max: NAME_MAX, example: 'Moscow' })
  location?: string | null;
}

export class UprogressDeviceTokenDto {
  @RequiredText({ max: PUSH_TOKEN_MAX, example: '740f4707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bb78ad' })
  token!: string;
}
