import type { DomainError } from '../../errors/domain-error';
import type { ErrorCode } from '../../errors/error-kinds';
import { type FieldMessages, fieldMessages } from './field-messages';

/** Failures are one `error`, or messages by field. */
export interface UprogressFault {
  readonly status: number;
  readonly body: { readonly error: string } | { readonly errors: FieldMessages };
}

const error = (status: number, message: string): UprogressFault => ({ status, body: { error: message } });
const fields = (errors: FieldMessages): UprogressFault => ({ status: 422, body: { errors } });

const TOKEN_INVALID = error(401, 'Authorization token invalid');
const USER_UNKNOWN = error(401, 'User not found');

export const FAULTS = {
  malformed_request: error(400, 'The request is malformed'),
  malformed_body: error(400, 'The request body is malformed'),
  invalid_input: fields({}),
  body_too_large: error(413, 'The request body is too large'),
  unsupported_media_type: error(415, 'Unsupported media type'),
  route_not_found: error(404, 'Not found'),
  user_not_found: error(404, 'User not found'),
  session_not_found: error(404, 'Authorization not found'),
  service_key_not_found: error(404, 'Not found'),

  bad_credentials: fields({ email: ["User doesn't exist"] }),
  token_missing: USER_UNKNOWN,
  token_invalid: TOKEN_INVALID,
  token_expired: error(401, 'Authorization token expired'),
  session_ended: USER_UNKNOWN,
  account_gone: USER_UNKNOWN,
  refresh_token_invalid: TOKEN_INVALID,
  refresh_token_reused: TOKEN_INVALID,
  service_key_required: USER_UNKNOWN,

  wrong_password: fields({ password: ['is invalid'] }),
  insufficient_scope: error(403, 'Forbidden'),
  sign_up_closed: fields({ email: ['registration is closed'] }),
  foreign_form: error(403, 'Forbidden'),
  proof_required: error(403, 'Forbidden'),

  // The leading spaces are the original's.
  email_taken: fields({ email: [' email already taken'] }),
  username_taken: fields({ nick: [' nick already taken'] }),
  service_key_name_taken: error(409, 'Conflict'),
  password_unchanged: fields({ password: ['Equal to previous password'] }),

  recovery_code_wrong: fields({ token: ['Token is not valid'] }),
  one_time_token_invalid: fields({ token: ['Token is not valid'] }),
  one_time_token_spent: fields({ token: ['Token has expired'] }),

  too_many_requests: error(429, 'Too many requests'),
  overloaded: error(503, 'Service unavailable'),
  internal_error: error(500, 'Internal server error'),
} satisfies Record<ErrorCode, UprogressFault>;

/** @param passwordMin characters, for the messages that name it */
export function uprogressFault({ code, field, faults }: DomainError, passwordMin: number): UprogressFault {
  // An address that nobody has is a fault of the field; anybody else who is missing is a thing that is not there.
  if (code === 'user_not_found' && field === 'email') return fields({ email: ['There is no such user'] });
  const fault: UprogressFault = FAULTS[code];
  return faults.length === 0 || !('errors' in fault.body) ? fault : fields({ ...fault.body.errors, ...fieldMessages(faults, passwordMin) });
}
