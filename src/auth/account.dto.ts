import { SecretField } from '../http/text-fields';
import { EmailField } from '../users/address-field.decorator';

const TOKEN_EXAMPLE = '8V4nD5k2mQeJcF0a7yXbT3sWgLzRuHpKoIvNiMdYt1E';

export class ChangePasswordDto {
  @SecretField({ example: 'correct horse battery' })
  currentPassword!: string;

  /** By the rules of a sign-up. */
  @SecretField({ example: 'staple battery horse' })
  newPassword!: string;
}

export class ChangeEmailDto {
  @EmailField({ example: 'ann.lee@example.com' })
  newEmail!: string;

  @SecretField({ example: 'correct horse battery' })
  currentPassword!: string;
}

export class DeleteAccountDto {
  @SecretField({ example: 'correct horse battery' })
  currentPassword!: string;
}

/** The mailed token, and proof that the account is the confirmer's: its Bearer token, its password, or, for a first address, a new password. */
export class ConfirmEmailDto {
  @SecretField({ example: TOKEN_EXAMPLE })
  token!: string;

  @SecretField({ example: 'correct horse battery', required: false })
  password?: string;

  /** For a first address alone. Ends every session of the account. By the rules of a sign-up; a refused one leaves the token as it is. */
  @SecretField({ example: 'staple battery horse', required: false })
  newPassword?: string;
}

/** Nothing: the answer to a request whose outcome goes by mail. */
export class AcceptedDto {}
