import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';

const TOKEN = 'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpZCI6MTA0OX0.B0X5T35HnHJ_2AxoKp6CeiTTq2n_lcoHc5X7hNGdFo0';
const AT = '2026-11-21T10:15:30.000Z';

/** A flat map of strings: clients read it as one. */
export class UprogressTokenAnswer {
  /** A JWT (HS256) with the authorization's number as `id`. */
  @ApiProperty({ example: TOKEN })
  token!: string;
}

export class UprogressAttachmentDto {
  @ApiProperty({ example: 'https://example.com/ann.png' })
  url!: string;
}

@ApiExtraModels(UprogressAttachmentDto)
export class UprogressUserDto {
  @ApiProperty({ type: 'integer', example: 21 })
  id!: number;

  @ApiProperty({ example: 'ololosh@mail.ru' })
  email!: string;

  @ApiProperty({ type: String, nullable: true, example: 'ololosh' })
  nick!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  first_name!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  last_name!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  description!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  location!: string | null;

  @ApiProperty({ oneOf: [{ $ref: getSchemaPath(UprogressAttachmentDto) }, { type: 'null' }] })
  attachment!: UprogressAttachmentDto | null;
}

export class UprogressCurrentUserAnswer {
  @ApiProperty({ type: UprogressUserDto })
  current_user!: UprogressUserDto;
}

export class UprogressAuthorizationRecordDto {
  @ApiProperty({ type: 'integer', example: 1049 })
  id!: number;

  @ApiProperty({ type: 'integer', example: 21 })
  user_id!: number;

  @ApiProperty({ type: String, nullable: true, example: 'UProgress' })
  provider!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'macOS' })
  platform!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '10.11' })
  platform_version!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Google Chrome' })
  app_name!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '56.14.3' })
  app_version!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: AT })
  last_sign_in_at!: string | null;

  @ApiProperty({ format: 'date-time', example: AT })
  created_at!: string;

  @ApiProperty({ format: 'date-time', example: AT })
  updated_at!: string;
}

export class UprogressAuthorizationsAnswer {
  @ApiProperty({ type: [UprogressAuthorizationRecordDto] })
  authorizations!: UprogressAuthorizationRecordDto[];
}

export class UprogressAuthorizationAnswer {
  @ApiProperty({ type: UprogressAuthorizationRecordDto })
  authorization!: UprogressAuthorizationRecordDto;
}

/** Strings only. */
export class UprogressRestorePasswordAnswer {
  @ApiProperty({ example: '8V4nD5k2mQeJcF0a7yXbT3sWgLzRuHpKoIvNiMdYt1E' })
  token!: string;

  @ApiProperty({ example: 'Mail was succesfully sended' })
  message!: string;
}

export class UprogressMessageAnswer {
  @ApiProperty({ example: 'Password was succesfully updated' })
  message!: string;
}

export class UprogressSuccessAnswer {
  @ApiProperty({ example: true })
  success!: true;
}

export class UprogressErrorAnswer {
  @ApiProperty({ example: 'User not found' })
  error!: string;
}

/** Messages by field, all fields at once. */
export class UprogressFieldErrorsAnswer {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } }, example: { email: ["can't be blank", 'is invalid'] } })
  errors!: Record<string, string[]>;
}

export class UprogressNoUserAnswer {
  @ApiProperty({ type: 'null', example: null })
  user!: null;
}
