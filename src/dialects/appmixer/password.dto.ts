import { SecretField } from '../../http/text-fields';
import { EmailField } from '../../users/address-field.decorator';

const EMAIL_EXAMPLE = 'abc@example.com';

export class AppmixerChangePasswordDto {
  @SecretField({ example: 'abc321' })
  oldPassword!: string;

  @SecretField({ example: 'abc654' })
  newPassword!: string;
}

export class AppmixerForgotPasswordDto {
  @EmailField({ example: EMAIL_EXAMPLE })
  email!: string;
}

export class AppmixerNewPasswordDto {
  @SecretField({ example: 'abc654' })
  password!: string;

  /** The token of the mailed link. */
  @SecretField({ example: '8V4nD5k2mQeJcF0a7yXbT3sWgLzRuHpKoIvNiMdYt1E' })
  code!: string;
}

export class AppmixerSetPasswordDto {
  @EmailField({ example: EMAIL_EXAMPLE })
  email!: string;

  @SecretField({ example: 'abc654' })
  password!: string;
}

/** Nothing: it is done. */
export class AppmixerDoneDto {}
