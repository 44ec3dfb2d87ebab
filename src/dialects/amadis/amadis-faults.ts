import type { ErrorCode } from '../../errors/error-kinds';

/** A failure that the caller can mend: JSend's `fail` with the field (or what else is at fault) and a message. */
interface Fail {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422;
  readonly field: string;
  readonly message: string;
}

/** A failure on our side, or one of too many calls: JSend's `error`. */
interface Failure {
  readonly status: 429 | 500 | 503;
  readonly message: string;
}

export type AmadisFault = Fail | Failure;

const fail = (status: Fail['status'], field: string, message: string): Fail => ({ status, field, message });

/** One answer for a wrong password and an unknown address. */
const WRONG_PASSWORD = fail(422, 'oldpassword', 'The e-mail address or the old password is wrong');
const NO_USER = fail(404, 'email', 'There is no user with this e-mail address');
/** No route of Amadis needs a session; these are only here because every code has an answer. */
const UNAUTHORIZED = fail(401, 'authorization', 'The request is not authorized');
const FORBIDDEN = fail(403, 'authorization', 'The request is not allowed');
const BAD_TOKEN = fail(400, 'token', 'The token is not valid');

/** Amadis' answer to every failure of the catalogue. */
export const FAULTS = {
  malformed_request: fail(400, 'request', 'The request could not be read'),
  malformed_body: fail(400, 'body', 'The body could not be read'),
  invalid_input: fail(400, 'body', 'The body is not valid'),
  body_too_large: fail(413, 'body', 'The body is too large'),
  unsupported_media_type: fail(415, 'body', 'Send application/x-www-form-urlencoded or application/json'),
  route_not_found: fail(404, 'path', 'There is nothing at this address'),
  user_not_found: NO_USER,
  session_not_found: fail(404, 'session', 'There is no such session'),
  service_key_not_found: fail(404, 'name', 'There is no such service key'),

  bad_credentials: WRONG_PASSWORD,
  token_missing: UNAUTHORIZED,
  token_invalid: UNAUTHORIZED,
  token_expired: UNAUTHORIZED,
  session_ended: UNAUTHORIZED,
  account_gone: NO_USER,
  refresh_token_invalid: UNAUTHORIZED,
  refresh_token_reused: UNAUTHORIZED,
  service_key_required: fail(401, 'authorization', 'A service key is required'),

  wrong_password: WRONG_PASSWORD,
  insufficient_scope: FORBIDDEN,
  sign_up_closed: fail(403, 'registration', 'Registration is closed'),
  foreign_form: FORBIDDEN,
  proof_required: FORBIDDEN,

  email_taken: fail(409, 'email', 'The e-mail address is taken'),
  username_taken: fail(409, 'username', 'The username is taken'),
  service_key_name_taken: fail(409, 'name', 'The name is taken'),
  password_unchanged: fail(409, 'newpassword', 'The new password equals the old one'),

  recovery_code_wrong: BAD_TOKEN,
  one_time_token_invalid: BAD_TOKEN,
  one_time_token_spent: BAD_TOKEN,

  too_many_requests: { status: 429, message: 'Too many attempts, try again later' },
  overloaded: { status: 503, message: 'The service is busy, try again later' },
  internal_error: { status: 500, message: 'Something went wrong' },
} satisfies Record<ErrorCode, AmadisFault>;
