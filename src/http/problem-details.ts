import { STATUS_CODES } from 'node:http';
import type { DomainError } from '../errors/domain-error';
import type { ErrorCode, ErrorKind } from '../errors/error-kinds';

/** The status of each kind of failure in the native API. */
const STATUS_OF_KIND = {
  malformed: 400,
  invalid: 400,
  too_large: 413,
  unsupported: 415,
  not_found: 404,
  unauthenticated: 401,
  forbidden: 403,
  conflict: 409,
  gone: 410,
  throttled: 429,
  overloaded: 503,
  internal: 500,
} as const satisfies Record<ErrorKind, number>;

/** What each code tells a person. */
const DETAILS = {
  malformed_request: 'This is no complete and well-formed HTTP request.',
  malformed_body: 'The body could not be read: it must be one JSON object (or form) in UTF-8 without duplicate keys.',
  invalid_input: 'Some of the input is not acceptable; see errors.',
  body_too_large: 'The body is larger than this route accepts.',
  unsupported_media_type: 'Send application/json.',
  route_not_found: 'There is nothing at this address.',
  user_not_found: 'There is no such user.',
  session_not_found: 'There is no such session.',
  service_key_not_found: 'There is no such service key in force.',
  bad_credentials: 'The identifier or the password is wrong.',
  token_missing: 'An access token is required.',
  token_invalid: 'The access token is not valid.',
  token_expired: 'The access token has expired.',
  session_ended: 'The session has ended.',
  account_gone: 'The account no longer exists.',
  refresh_token_invalid: 'The refresh token is not valid.',
  refresh_token_reused: 'The refresh token was used before; its session has ended.',
  service_key_required: 'A service key is required.',
  wrong_password: 'The current password is wrong.',
  insufficient_scope: 'The session does not hold the scope that this needs.',
  sign_up_closed: 'Registration is closed.',
  foreign_form: 'The form was sent from another site.',
  proof_required: 'Prove that the account is yours: by its access token, its password, or, for a first address, a new password.',
  email_taken: 'An account with this e-mail address exists.',
  username_taken: 'This username is taken.',
  service_key_name_taken: 'A service key of this name exists.',
  password_unchanged: 'The new password equals the current one.',
  one_time_token_invalid: 'This token is not valid.',
  recovery_code_wrong: 'The code is wrong, was used, replaced or tried too often, or has expired.',
  one_time_token_spent: 'This token was used, replaced or has expired.',
  too_many_requests: 'Too many attempts; wait before the next one.',
  overloaded: 'The service is busy; try again shortly.',
  internal_error: 'Something went wrong on our side.',
} as const satisfies Record<ErrorCode, string>;

/** An RFC 9457 problem details object. `errors` names the fields at fault, where the failure has any. */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  errors?: { field: string; code: string; message: string }[];
}

export function statusOf(error: DomainError): number {
  return STATUS_OF_KIND[error.kind];
}

/** What a code tells a person; also for the pages and the dialects that have no words of their own. */
export function detailOf(code: ErrorCode): string {
  return DETAILS[code];
}

export function problemDetails(error: DomainError): ProblemDetails {
  const status = statusOf(error);
  const problem = { type: `urn:latchkey:error:${error.code}`, title: STATUS_CODES[status] ?? 'Error', status, code: error.code, detail: DETAILS[error.code] };
  if (error.faults.length === 0 && error.field === undefined) return problem;
  const errors = error.faults.length > 0 ? error.faults : [{ field: error.field ?? '', code: error.code, message: DETAILS[error.code] }];
  return { ...problem, errors: errors.map(({ field, code, message }) => ({ field, code, message })) };
}
