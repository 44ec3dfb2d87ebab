import { EmailField, SecretField } from '../http/text-fields';

export class RequestRecoveryDto {
  @EmailField()
  email!: string;
}

export class ConfirmRecoveryDto {
  /** The token of the mailed link. */
  @SecretField({ example: '8V4nD5k2mQeJcF0a7yXbT3sWgLzRuHpKoIvNiMdYt1E' })
  token!: string;

  @SecretField({ example: 'staple battery horse' })
  newPassword!: string;
}

/** Nothing: whether or not there is an account, the answer is the same. */
export class RecoveryRequestedDto {}
