import { SecretField } from '../../http/text-fields';
import { AddressToFindField } from '../../users/address-field.decorator';
import { NewPasswordField } from './checks';

const EMAIL_EXAMPLE = 'abc@example.com';

export class AppmixerChangePasswordDto {
  @SecretField({ example: 'abc321' })
  oldPassword!: string;

  @NewPasswordField({ example: 'abc654' })
  newPassword!: string;
}

export class AppmixerForgotPasswordDto {
  @AddressToFindField({ example: EMAIL_EXAMPLE })
  email!: string;
}

export class AppmixerNewPasswordDto {
  @NewPasswordField({ example: 'abc654' })
  password!: string;

  /** The token of the mailed link. */
  @SecretField({ example: '8V4nD5k2mQeJcF0a7yXbT3sWgLzRuHpKoIvNiMdYt1E' })
  code!: string;
}

export class AppmixerSetPasswordDto {
  @AddressToFindField({ example: EMAIL_EXAMPLE })
  email!: string;

  @NewPasswordField({ example: 'abc654' })
  password!: string;
}

/** Nothing: it is done. */
export class AppmixerDoneDto {}
