import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { invalidField } from '../errors/domain-error';
import { PlainObject } from '../http/fields';
import { SecretField, TextField } from '../http/text-fields';
import { DeviceDto, SessionDto } from '../sessions/session.dto';
import { UserDto } from '../users/user.dto';
import { EmailField } from '../users/address-field.decorator';

export class SignUpDto {
  @EmailField()
  email!: string;

  /** 8 to 128 characters. Refused in `errors` as `too_short`, `too_long`, `too_common`, `contains_personal_data`, `contains_service_name` or `breached`. */
  @SecretField({ example: 'correct horse battery' })
  password!: string;

  @TextField({ max: 64, min: 1, example: 'ann', nullable: true })
  username?: string | null;

  @TextField({ max: 200, example: 'Ann Lee', nullable: true })
  name?: string | null;

  @ApiPropertyOptional({ type: DeviceDto })
  @PlainObject()
  @ValidateNested()
  @Type(() => DeviceDto)
  device?: DeviceDto;
}

/** Either `email` or `username`; one that contains `@` is an e-mail address whichever field it comes in. */
export class SignInDto {
  @TextField({ max: 254, example: 'ann@example.com' })
  email?: string;

  @TextField({ max: 254, example: 'ann' })
  username?: string;

  @SecretField({ example: 'correct horse battery' })
  password!: string;

  @ApiPropertyOptional({ type: DeviceDto })
  @PlainObject()
  @ValidateNested()
  @Type(() => DeviceDto)
  device?: DeviceDto;

  /** @throws DomainError invalid_input where neither is given */
  requireIdentifier(): string {
    const identifier = this.email || this.username;
    if (!identifier) throw invalidField('email', 'required', 'is required, or username');
    return identifier;
  }
}

export class RefreshDto {
  @SecretField({ example: '019aa8a5-4c1d-7f50-8a3b-6f1f1f0d9e21.0.sXxU2mKkQy7u0m1v3mH5v0dTz1cqkYf5mH3vX0dTz1c' })
  refreshToken!: string;
}

/** The tokens of a session (RFC 6749, 5.1, in camelCase). */
export class GrantDto {
  @ApiProperty({ type: SessionDto })
  session!: SessionDto;

  @ApiProperty({ example: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6InFrWWY1bUgzdlgwZFR6MWMifQ.eyJzdWIiOiI…' })
  accessToken!: string;

  /** Works once: every use gives the next one. */
  @ApiProperty({ example: '019aa8a5-4c1d-7f50-8a3b-6f1f1f0d9e21.1.sXxU2mKkQy7u0m1v3mH5v0dTz1cqkYf5mH3vX0dTz1c' })
  refreshToken!: string;

  @ApiProperty({ enum: ['Bearer'] })
  tokenType!: 'Bearer';

  /** Seconds until the access token ends. */
  @ApiProperty({ type: 'integer', example: 900 })
  expiresIn!: number;
}

export class SignedInDto extends GrantDto {
  @ApiProperty({ type: UserDto })
  user!: UserDto;
}

/** `SIGN_UP=verified`: whether or not the address was free. */
export class ConfirmationSentDto {
  @ApiProperty({ enum: ['confirmation_sent'] })
  status!: 'confirmation_sent';
}
