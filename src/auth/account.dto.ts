import { SecretField } from '../http/text-fields';
import { EmailField } from '../users/address-field.decorator';

const TOKEN_EXAMPLE = '8V4nD5k2mQeJcF0a7yXbT3sWgLzRuHpKoIvNiMdYt1E';
const PASSWORD = 'correct horse battery';
const NEW_PASSWORD = 'staple battery horse';

export class ChangePasswordDto {
  @SecretField({ example: PASSWORD })
  currentPassword!: string;

  /** By the rules of a sign-up. */
  @SecretField({ example: NEW_PASSWORD })
  newPassword!: string;
}

export class ChangeEmailDto {
  @EmailField({ example: 'ann.lee@example.com' })
  newEmail!: string;

  @SecretField({ example: PASSWORD })
  currentPassword!: string;
}

export class DeleteAccountDto {
  @SecretField({ example: PASSWORD })
  currentPassword!: string;
}

export const CONFIRM_EMAIL_EXAMPLES = {
  password: { summary: 'With the password', value: { token: TOKEN_EXAMPLE, password: PASSWORD } },
  session: { summary: 'Signed in: the token alone', value: { token: TOKEN_EXAMPLE } },
  newPassword: { summary: 'A first address, with a new password', value: { token: TOKEN_EXAMPLE, newPassword: NEW_PASSWORD } },
};

/** The mailed token, and proof that the account is the confirmer's: its Bearer token, its password, or, for a first address, a new password. */
export class ConfirmEmailDto {
  @SecretField({ example: TOKEN_EXAMPLE })
  token!: string;

  @SecretField({ example: PASSWORD, required: false })
  password?: string;

  /** For a first address alone. Ends every session of the account. By the rules of a sign-up; a refused one leaves the token as it is. */
  @SecretField({ example: NEW_PASSWORD, required: false })
  newPassword?: string;
}

/** Nothing: the answer to a request whose outcome goes by mail. */
export class AcceptedDto {}
