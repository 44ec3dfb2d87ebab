import { ApiProperty } from '@nestjs/swagger';
import { NotEmpty } from '../../http/fields';
import { SecretField, TextField } from '../../http/text-fields';
import { AddressToFindField, EmailField } from '../../users/address-field.decorator';

/** Not the one of README's calls and of the native API: what is tried out here registers an account and changes its password. */
const EMAIL = 'amy@example.com';

export class AmadisRegisterDto {
  /** The user name */
  @TextField({ max: 200, required: true, example: 'Amy Lee' })
  name!: string;

  /** The user email address */
  @EmailField({ example: EMAIL })
  email!: string;

  /** The user password: at least 6 characters */
  @SecretField({ example: 'horse7' })
  @NotEmpty()
  password!: string;
}

export class AmadisChangePasswordDto {
  /** The user email address */
  @AddressToFindField({ example: EMAIL })
  email!: string;

  /** The user current password */
  @SecretField({ example: 'horse7' })
  @NotEmpty()
  oldpassword!: string;

  /** The desired new user password: at least 6 characters */
  @SecretField({ example: 'battery8' })
  @NotEmpty()
  newpassword!: string;
}

export class AmadisResetPasswordDto {
  /** The user email address */
  @AddressToFindField({ example: EMAIL })
  email!: string;
}

export class AmadisRegisteredDataDto {
  /** User ID */
  @ApiProperty({ type: 'integer', example: 42 })
  user_id!: number;

  /** A base64 encoded 32 byte secret, handed out this once */
  @ApiProperty({ format: 'byte', minLength: 44, maxLength: 44, example: 'q3v0y8mS5n1oZ2w7XjT4kL9aBcDeFgHiJkLmNoPqRsQ=' })
  user_secret!: string;
}

export class AmadisRegisteredDto {
  @ApiProperty({ enum: ['success'] })
  status!: 'success';

  @ApiProperty({ type: AmadisRegisteredDataDto })
  data!: AmadisRegisteredDataDto;
}

export class AmadisSuccessDto {
  @ApiProperty({ enum: ['success'] })
  status!: 'success';
}

export class AmadisResetDataDto {
  /** The user email */
  @ApiProperty({ example: EMAIL })
  email!: string;

  /** The new generated password */
  @ApiProperty({ minLength: 16, example: 'n7VwqKc3RtXb9YpDmZ4s' })
  password!: string;
}

export class AmadisResetDto {
  @ApiProperty({ enum: ['success'] })
  status!: 'success';

  @ApiProperty({ type: AmadisResetDataDto })
  data!: AmadisResetDataDto;
}

/** JSend: what the caller can mend, by field. */
export class AmadisFailDto {
  @ApiProperty({ enum: ['fail'] })
  status!: 'fail';

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  data!: Record<string, string>;
}

/** JSend: what the caller cannot mend but by trying again later. */
export class AmadisErrorDto {
  @ApiProperty({ enum: ['error'] })
  status!: 'error';

  @ApiProperty()
  message!: string;
}
