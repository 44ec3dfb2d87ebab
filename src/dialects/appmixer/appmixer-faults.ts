import { STATUS_CODES } from 'node:http';
import { ApiProperty } from '@nestjs/swagger';
import type { DomainError, FieldFault } from '../../errors/domain-error';
import type { ErrorCode } from '../../errors/error-kinds';
import { detailOf } from '../../http/problem-details';

/** The envelope of every failure; Appmixer's command line prints `message`. */
export class AppmixerFaultDto {
  @ApiProperty({ type: 'integer', example: 403 })
  statusCode!: number;

  /** The status in words. */
  @ApiProperty({ example: 'Forbidden' })
  error!: string;

  @ApiProperty({ example: 'Wrong username or password.' })
  message!: string;
}

type AppmixerFault = readonly [status: number, message?: string];

/** The answer to every code; where there is no message, the house's own words for the code. */
const FAULTS = {
  malformed_request: [400],
  malformed_body: [400],
  invalid_input: [400],
  body_too_large: [413],
  unsupported_media_type: [415, 'Send application/json or application/x-www-form-urlencoded.'],
  route_not_found: [404],
  user_not_found: [404],
  session_not_found: [404],
  service_key_not_found: [404],

  // Shipped apps register a person on 403.
  bad_credentials: [403, 'Wrong username or password.'],
  token_missing: [401],
  token_invalid: [401],
  token_expired: [401],
  session_ended: [401],
  account_gone: [404],
  refresh_token_invalid: [401],
  refresh_token_reused: [401],
  service_key_required: [401],

  wrong_password: [403, 'The old password is wrong.'],
  insufficient_scope: [403],
  sign_up_closed: [403],
  foreign_form: [403],
  proof_required: [403],

  email_taken: [409],
  username_taken: [409],
  service_key_name_taken: [409],
  password_unchanged: [409],

  recovery_code_wrong: [400, 'The code is not valid.'],
  one_time_token_invalid: [400, 'The code is not valid.'],
  one_time_token_spent: [400, 'The code was used, replaced or has expired.'],

  too_many_requests: [429],
  overloaded: [503],
  internal_error: [500],
} as const satisfies Record<ErrorCode, AppmixerFault>;

/** @param passwordMin characters that a new password must have */
export function presentFault(error: DomainError, passwordMin: number): AppmixerFaultDto {
  const [statusCode, words]: AppmixerFault = FAULTS[error.code];
  const message = faultsInWords(error, passwordMin) ?? words ?? detailOf(error.code);
  return { statusCode, error: STATUS_CODES[statusCode] ?? 'Error', message };
}

// The envelope has one message, so it names all the fields.
function faultsInWords({ faults }: DomainError, passwordMin: number): string | null {
  return faults.length === 0 ? null : faults.map((fault) => `${fault.field} ${wordsOf(fault, passwordMin)}`).join(', ');
}

// Only a password can be too short. The check of its field knows the document's minimum, and the operator may want the native one.
const wordsOf = ({ code, message }: FieldFault, passwordMin: number): string =>
  code === 'too_short' ? `must be at least ${passwordMin} characters long` : message;
