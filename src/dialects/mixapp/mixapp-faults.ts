import type { DomainError, FieldFault } from '../../errors/domain-error';
import type { ErrorCode } from '../../errors/error-kinds';

/** How Mixapp shows a failure. Its clients read no body but that of a 200, so what they should understand is a 200. */
export interface MixappFault {
  readonly status: number;
  readonly code: number;
  /** Word for word as the original says it, spelling included. */
  readonly message: string;
}

const domain = (code: number, message: string): MixappFault => ({ status: 200, code, message });

const BAD_EMAIL = domain(649, "Email isn't valid");
const BAD_NAME = domain(650, 'User name must be longer than 5 chars');
const USER_EXISTS = domain(652, 'User already exist');
const BAD_SCHEMA = domain(653, "User schema isn't valid");
const FORBIDDEN = domain(654, 'Access Forbiden');
const UNAUTHORIZED = domain(655, 'Unauthorized');
const BAD_PASSWORD = domain(656, 'Password must be more than 8 chars');
/** With `LEGACY_PASSWORD_POLICY=native`; the code is the one that clients know for a password that won't do. */
const GUESSED_PASSWORDS: Readonly<Record<string, MixappFault>> = {
  too_common: domain(656, 'Password is too common'),
  breached: domain(656, 'Password is known from a data breach'),
  contains_personal_data: domain(656, 'Password is too much like your name or email'),
  contains_service_name: domain(656, 'Password is too much like the name of this service'),
};
const USER_NOT_FOUND = domain(665, 'User not found');

/** Failures of the transport have no code of their own in Mixapp but 500, which is its status: so are the others. */
const transport = (status: number, message: string): MixappFault => ({ status, code: status, message });

const TOO_LARGE = transport(413, 'Payload Too Large');

export const FAULTS = {
  malformed_request: transport(400, 'Bad Request'),
  malformed_body: { ...BAD_SCHEMA, status: 400 },
  // Where no field is named; else the fields decide.
  invalid_input: BAD_SCHEMA,
  body_too_large: TOO_LARGE,
  unsupported_media_type: transport(415, 'Unsupported Media Type'),
  route_not_found: transport(404, 'Not Found'),
  user_not_found: USER_NOT_FOUND,
  session_not_found: UNAUTHORIZED,
  service_key_not_found: FORBIDDEN,

  bad_credentials: UNAUTHORIZED,
  token_missing: UNAUTHORIZED,
  token_invalid: UNAUTHORIZED,
  token_expired: UNAUTHORIZED,
  session_ended: UNAUTHORIZED,
  account_gone: UNAUTHORIZED,
  refresh_token_invalid: UNAUTHORIZED,
  refresh_token_reused: UNAUTHORIZED,
  service_key_required: UNAUTHORIZED,

  wrong_password: UNAUTHORIZED,
  insufficient_scope: FORBIDDEN,
  sign_up_closed: FORBIDDEN,
  foreign_form: FORBIDDEN,
  proof_required: FORBIDDEN,

  email_taken: USER_EXISTS,
  username_taken: USER_EXISTS,
  service_key_name_taken: FORBIDDEN,
  password_unchanged: BAD_SCHEMA,

  recovery_code_wrong: FORBIDDEN,
  one_time_token_invalid: FORBIDDEN,
  one_time_token_spent: FORBIDDEN,

  too_many_requests: transport(429, 'Too Many Requests'),
  overloaded: transport(503, 'Service Unavailable'),
  internal_error: transport(500, 'Internal error'),
} satisfies Record<ErrorCode, MixappFault>;

/** Of several faults at once Mixapp names one, by this order. */
const ORDER: readonly MixappFault[] = [TOO_LARGE, BAD_SCHEMA, BAD_EMAIL, BAD_NAME, BAD_PASSWORD, ...Object.values(GUESSED_PASSWORDS)];

export function mixappFault({ code, faults }: DomainError): MixappFault {
  if (code !== 'invalid_input') return FAULTS[code];
  const found = faults.map(faultOfField);
  return ORDER.find((fault) => found.includes(fault)) ?? FAULTS.invalid_input;
}

const TOO_LITTLE = ['required', 'blank', 'too_short'];

function faultOfField({ field, code }: FieldFault): MixappFault {
  if (code === 'not_text') return BAD_SCHEMA;
  if (field === 'avatar' && code === 'too_long') return TOO_LARGE;
  if (field === 'email') return BAD_EMAIL;
  if (field === 'name' && TOO_LITTLE.includes(code)) return BAD_NAME;
  if (field === 'password' && code !== 'too_long') return GUESSED_PASSWORDS[code] ?? BAD_PASSWORD;
  return BAD_SCHEMA;
}
