/**
 * The catalogue of everything that can go wrong, each code with its kind. A kind says what sort of failure it is,
 * never an HTTP status: every API maps the codes to its own statuses and bodies. docs/errors.md explains each code.
 */
export const ERROR_KINDS = {
  malformed_request: 'malformed',
  malformed_body: 'malformed',
  invalid_input: 'invalid',
  body_too_large: 'too_large',
  unsupported_media_type: 'unsupported',
  route_not_found: 'not_found',
  user_not_found: 'not_found',
  session_not_found: 'not_found',
  service_key_not_found: 'not_found',

  bad_credentials: 'unauthenticated',
  token_missing: 'unauthenticated',
  token_invalid: 'unauthenticated',
  token_expired: 'unauthenticated',
  session_ended: 'unauthenticated',
  account_gone: 'unauthenticated',
  refresh_token_invalid: 'unauthenticated',
  refresh_token_reused: 'unauthenticated',
  service_key_required: 'unauthenticated',

  wrong_password: 'forbidden',
  insufficient_scope: 'forbidden',
  sign_up_closed: 'forbidden',
  foreign_form: 'forbidden',
  proof_required: 'forbidden',
  recovery_code_wrong: 'forbidden',

  email_taken: 'conflict',
  username_taken: 'conflict',
  service_key_name_taken: 'conflict',
  password_unchanged: 'conflict',

  one_time_token_invalid: 'invalid',
  one_time_token_spent: 'gone',

  too_many_requests: 'throttled',
  overloaded: 'overloaded',
  internal_error: 'internal',
} as const;

export type ErrorCode = keyof typeof ERROR_KINDS;
export type ErrorKind = (typeof ERROR_KINDS)[ErrorCode];

export const ERROR_CODES = Object.keys(ERROR_KINDS) as ErrorCode[];
