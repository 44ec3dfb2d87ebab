import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** One field at fault. */
export class FieldFaultDto {
  @ApiProperty({ example: 'email' })
  field!: string;

  /** Stable; for programs. */
  @ApiProperty({ example: 'not_an_email' })
  code!: string;

  /** For people. */
  @ApiProperty({ example: 'must be an e-mail address' })
  message!: string;
}

/** RFC 9457 problem details. */
export class ProblemDetailsDto {
  @ApiProperty({ example: 'urn:latchkey:error:invalid_input' })
  type!: string;

  @ApiProperty({ example: 'Bad Request' })
  title!: string;

  @ApiProperty({ example: 400 })
  status!: number;

  /** Stable; one of docs/errors.md. */
  @ApiProperty({ example: 'invalid_input' })
  code!: string;

  @ApiProperty({ example: 'Some of the input is not acceptable; see errors.' })
  detail!: string;

  @ApiPropertyOptional({ type: [FieldFaultDto] })
  errors?: FieldFaultDto[];
}
