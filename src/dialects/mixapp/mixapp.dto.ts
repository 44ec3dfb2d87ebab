import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PASSWORD_MAX } from '../../credentials/password-policy';
import { AtMost, OneLine, Text, Trimmed } from '../../http/fields';
import { TextField } from '../../http/text-fields';
import { AVATAR_MAX } from '../../users/user.dto';
import { NAME_MAX, NAME_MIN } from './mixapp-limits';
import { AddressToFindField, EmailField } from '../../users/address-field.decorator';
import { EMAIL_MAX } from '../../users/mail-address';

export class MixappSignUpDto {
  @EmailField({ example: 'user@domain.com' })
  email!: string;

  @TextField({ min: NAME_MIN, max: NAME_MAX, required: true, example: 'YourName' })
  name!: string;
}

/** Only the types are checked: whatever else is wrong with the credentials is a sign-in that failed. */
export class MixappSignInDto {
  @ApiProperty({ type: String, format: 'email', example: 'user@domain.com' })
  @Text()
  email?: string | null;

  @ApiProperty({ type: String, example: 'YourPassword' })
  @Text()
  password?: string | null;

  /** An address longer than any can be is nobody's, and so is a username. */
  credentials(): { email: string; password: string } {
    const email = this.email ?? '';
    const isAddress = email.includes('@') && email.length <= EMAIL_MAX;
    return { email: isAddress ? email : '', password: this.password ?? '' };
  }
}

/** What is absent (or null) stays. */
export class MixappUpdateDto {
  /** At least 5 characters, unless it is the one that was shown. */
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: NAME_MAX, example: 'Ники111та' })
  @Text()
  @OneLine()
  @AtMost(NAME_MAX)
  @Trimmed()
  name?: string | null;

  /** Any text, such as base64 or a data URL; empty: none. */
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: AVATAR_MAX, example: 'wefwef' })
  @Text()
  @AtMost(AVATAR_MAX)
  avatar?: string | null;

  /** At least 8 characters, or empty to keep the old one. */
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: PASSWORD_MAX, example: 'NewPassword | empty' })
  @Text()
  @AtMost(PASSWORD_MAX)
  password?: string | null;
}

export class MixappRepairDto {
  @AddressToFindField({ example: 'user@domain.com' })
  email!: string;
}

export class MixappNewPasswordDto {
  /** At least 8 characters. Its absence is told after the token has been looked at, like every fault of its length. */
  @ApiProperty({ type: String, maxLength: PASSWORD_MAX, example: 'NewPassword' })
  @Text()
  @AtMost(PASSWORD_MAX)
  password?: string | null;
}
