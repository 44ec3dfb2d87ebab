import { mixappApi } from '../../../../src/dialects/mixapp/mixapp-api';
import { DomainError, type FieldFault } from '../../../../src/errors/domain-error';
import { ERROR_CODES, type ErrorCode } from '../../../../src/errors/error-kinds';

const rendered = (error: DomainError) => mixappApi.renderFault(error, { url: '/v1', headers: {} });

const invalid = (...faults: [field: string, code: string][]) =>
  rendered(new DomainError('invalid_input', { faults: faults.map(([field, code]): FieldFault => ({ field, code, message: 'in our own words' })) }));

const domain = (error_code: number, error_message: string) => ({ status: 200, body: { error_code, error_message, more_info: '' } });

const BAD_EMAIL = domain(649, "Email isn't valid");
const BAD_NAME = domain(650, 'User name must be longer than 5 chars');
const BAD_SCHEMA = domain(653, "User schema isn't valid");
const BAD_PASSWORD = domain(656, 'Password must be more than 8 chars');

test.each<[ErrorCode, number, number, string]>([
  ['malformed_body', 400, 653, "User schema isn't valid"],
  ['invalid_input', 200, 653, "User schema isn't valid"],
  ['body_too_large', 413, 413, 'Payload Too Large'],
  ['unsupported_media_type', 415, 415, 'Unsupported Media Type'],
  ['route_not_found', 404, 404, 'Not Found'],
  ['user_not_found', 200, 665, 'User not found'],
  ['bad_credentials', 200, 655, 'Unauthorized'],
  ['token_missing', 200, 655, 'Unauthorized'],
  ['token_invalid', 200, 655, 'Unauthorized'],
  ['token_expired', 200, 655, 'Unauthorized'],
  ['session_ended', 200, 655, 'Unauthorized'],
  ['account_gone', 200, 655, 'Unauthorized'],
  ['sign_up_closed', 200, 654, 'Access Forbiden'],
  ['email_taken', 200, 652, 'User already exist'],
  ['one_time_token_invalid', 200, 654, 'Access Forbiden'],
  ['one_time_token_spent', 200, 654, 'Access Forbiden'],
  ['too_many_requests', 429, 429, 'Too Many Requests'],
  ['overloaded', 503, 503, 'Service Unavailable'],
  ['internal_error', 500, 500, 'Internal error'],
])('%s is %d with code %d', (code, status, error_code, error_message) => {
  expect(rendered(new DomainError(code))).toEqual({ status, body: { error_code, error_message, more_info: '' } });
});

test.each(ERROR_CODES)('%s has the envelope of every failure, and no more than 200 where the client must read it', (code) => {
  const { status, body, ...rest } = rendered(new DomainError(code, { cause: new Error('not to be shown') }));
  expect(rest).toEqual({});
  expect(body).toEqual({ error_code: expect.any(Number) as number, error_message: expect.stringMatching(/^[A-Z]/) as string, more_info: '' });
  expect([200, 400, 404, 413, 415, 429, 500, 503]).toContain(status);
});

test.each<[string, string, ReturnType<typeof domain>]>([
  ['email', 'required', BAD_EMAIL],
  ['email', 'blank', BAD_EMAIL],
  ['email', 'not_an_email', BAD_EMAIL],
  ['email', 'too_long', BAD_EMAIL],
  ['email', 'not_text', BAD_SCHEMA],
  ['name', 'required', BAD_NAME],
  ['name', 'blank', BAD_NAME],
  ['name', 'too_short', BAD_NAME],
  ['name', 'too_long', BAD_SCHEMA],
  ['name', 'control_characters', BAD_SCHEMA],
  ['name', 'not_text', BAD_SCHEMA],
  ['password', 'required', BAD_PASSWORD],
  ['password', 'too_short', BAD_PASSWORD],
  ['password', 'too_common', { status: 200, body: { error_code: 656, error_message: 'Password is too common', more_info: '' } }],
  ['password', 'too_long', BAD_SCHEMA],
  ['password', 'not_text', BAD_SCHEMA],
  ['avatar', 'not_text', BAD_SCHEMA],
  ['avatar', 'too_long', { status: 413, body: { error_code: 413, error_message: 'Payload Too Large', more_info: '' } }],
])('%s: %s', (field, code, expected) => {
  expect(invalid([field, code])).toEqual(expected);
});

test('of several faults the first of 653, 649, 650, 656 is named, whatever order they come in', () => {
  const all: [string, string][] = [
    ['password', 'too_short'],
    ['name', 'too_short'],
    ['email', 'blank'],
    ['name', 'not_text'],
  ];
  expect(invalid(...all)).toEqual(BAD_SCHEMA);
  expect(invalid(...all.slice(0, 3))).toEqual(BAD_EMAIL);
  expect(invalid(...all.slice(0, 2))).toEqual(BAD_NAME);
  expect(invalid(...all.slice(0, 1))).toEqual(BAD_PASSWORD);
});
