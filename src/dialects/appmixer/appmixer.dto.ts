import { ApiProperty } from '@nestjs/swagger';
import { invalidField } from '../../errors/domain-error';
import { BODY_LIMIT } from '../../http/body-limit';
import { BlankIsAbsent } from '../../http/fields';
import { SecretField, TextField } from '../../http/text-fields';
import type { Identifier } from '../../users/identifier';
import { EmailField } from '../../users/address-field.decorator';
import { EMAIL_MAX } from '../../users/mail-address';
import { AddressWhereAbsent, MetadataField, NewPasswordField, OwnAddress, RequiredUnlessAddress, ScopesField, UsernameField } from './checks';

const TOKEN_EXAMPLE =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpZCI6IjVjODhjN2NjMDRhOTE3MjU2YzcyNmMzZCIsInNjb3BlIjpbInVzZXIiXSwiaWF0IjoxNTUyNDkyNjA5LCJleHAiOjE1NTUwODQ2MDl9' +
  '.9jVcqY0qo9Q_1GeK9Fg14v7OrdpWvzmqnv4jDMZfqnI';

/** Either `username` or `email`; one that contains `@` is an e-mail address whichever field it comes in. */
export class AppmixerSignInDto {
  @TextField({ max: EMAIL_MAX, example: 'abc@example.com', nullable: true })
  username?: string | null;

  @TextField({ max: EMAIL_MAX, example: 'abc@example.com', nullable: true })
  email?: string | null;

  // Its length is nobody's to learn before the credentials have failed.
  @SecretField({ example: 'abc321', max: BODY_LIMIT })
  password!: string;

  /** @throws DomainError invalid_input where neither is given */
  toCredentials(): Identifier & { password: string } {
    if (!this.email && !this.username) throw invalidField('username', 'required', 'or email is required');
    return { email: this.email, username: this.username, password: this.password };
  }
}

export class AppmixerCreateUserDto {
  /** At most 64 characters, or the e-mail address of the account. */
  @UsernameField({ required: true })
  @AddressWhereAbsent('email')
  @OwnAddress('email')
  username!: string;

  /** Required unless the username is an e-mail address; blank is as absent. */
  @BlankIsAbsent()
  @RequiredUnlessAddress('username')
  @EmailField({ required: false, example: 'abc@example.com' })
  email?: string | null;

  /** At least 5 characters. */
  @NewPasswordField()
  password!: string;

  /** Scopes of the account beside `user`. Only an admin's is read. */
  @BlankIsAbsent()
  @ScopesField(null)
  scope?: string[] | null;

  /** Kept with the account. Only an admin's is read. */
  @BlankIsAbsent()
  @MetadataField(null)
  metadata?: Record<string, string> | null;
}

export class AppmixerAccountDto {
  /** 24 hexadecimal digits. */
  @ApiProperty({ pattern: '^[0-9a-f]{24}$', example: '5c88c7cc04a917256c726c3d' })
  id!: string;

  @ApiProperty({ example: 'abc@example.com' })
  username!: string;

  /** Whether the e-mail address is confirmed. */
  @ApiProperty({ example: false })
  isActive!: boolean;

  @ApiProperty({ example: 'abc@example.com' })
  email!: string;

  @ApiProperty({ example: 'free' })
  plan!: string;

  @ApiProperty({ type: String, nullable: true, example: null })
  vendor!: string | null;
}

export class AppmixerGrantDto {
  @ApiProperty({ type: AppmixerAccountDto })
  user!: AppmixerAccountDto;

  /** A JWT, good for 30 days. */
  @ApiProperty({ example: TOKEN_EXAMPLE })
  token!: string;
}

export class AppmixerUserDto {
  @ApiProperty({ pattern: '^[0-9a-f]{24}$', example: '58593f07c3ee4f239dc69ff7' })
  id!: string;

  @ApiProperty({ example: 'tomas@client.io' })
  username!: string;

  @ApiProperty({ example: true })
  isActive!: boolean;

  @ApiProperty({ example: 'tomas@client.io' })
  email!: string;

  @ApiProperty({ type: [String], example: ['user'] })
  scope!: string[];

  @ApiProperty({ example: 'beta' })
  plan!: string;
}
