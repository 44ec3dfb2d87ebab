import { uprogressApi } from '../../../../src/dialects/uprogress/uprogress-api';
import { DomainError, type FieldFault } from '../../../../src/errors/domain-error';
import { ERROR_CODES, type ErrorCode } from '../../../../src/errors/error-kinds';

const api = uprogressApi();
const CURRENT = '/api/v1/sessions/current';

const show = (error: DomainError, url = '/api/v1/registrations', headers = {}) => {
  const { status, body } = api.renderFault(error, { url, headers });
  return [status, body];
};
const fault = (field: string, code: string): FieldFault => ({ field, code, message: 'in words of another API' });
const invalid = (...faults: FieldFault[]) => new DomainError('invalid_input', { faults });

const SHOWN: Readonly<Record<ErrorCode, readonly [status: number, body: object]>> = {
  malformed_request: [400, { error: 'The request is malformed' }],
  malformed_body: [400, { error: 'The request body is malformed' }],
  invalid_input: [422, { errors: {} }],
  body_too_large: [413, { error: 'The request body is too large' }],
  unsupported_media_type: [415, { error: 'Unsupported media type' }],
  route_not_found: [404, { error: 'Not found' }],
  user_not_found: [404, { error: 'User not found' }],
  session_not_found: [404, { error: 'Authorization not found' }],
  service_key_not_found: [404, { error: 'Not found' }],
  bad_credentials: [422, { errors: { email: ["User doesn't exist"] } }],
  token_missing: [401, { error: 'User not found' }],
  token_invalid: [401, { error: 'Authorization token invalid' }],
  token_expired: [401, { error: 'Authorization token expired' }],
  session_ended: [401, { error: 'User not found' }],
  account_gone: [401, { error: 'User not found' }],
  refresh_token_invalid: [401, { error: 'Authorization token invalid' }],
  refresh_token_reused: [401, { error: 'Authorization token invalid' }],
  service_key_required: [401, { error: 'User not found' }],
  wrong_password: [422, { errors: { password: ['is invalid'] } }],
  insufficient_scope: [403, { error: 'Forbidden' }],
  foreign_form: [403, { error: 'Forbidden' }],
  sign_up_closed: [422, { errors: { email: ['registration is closed'] } }],
  proof_required: [403, { error: 'Forbidden' }],
  email_taken: [422, { errors: { email: [' email already taken'] } }],
  username_taken: [422, { errors: { nick: [' nick already taken'] } }],
  service_key_name_taken: [409, { error: 'Conflict' }],
  password_unchanged: [422, { errors: { password: ['Equal to previous password'] } }],
  recovery_code_wrong: [422, { errors: { token: ['Token is not valid'] } }],
  one_time_token_invalid: [422, { errors: { token: ['Token is not valid'] } }],
  one_time_token_spent: [422, { errors: { token: ['Token has expired'] } }],
  too_many_requests: [429, { error: 'Too many requests' }],
  overloaded: [503, { error: 'Service unavailable' }],
  internal_error: [500, { error: 'Internal server error' }],
};

it.each(ERROR_CODES)('%s has its answer', (code) => {
  expect(show(new DomainError(code))).toEqual(SHOWN[code]);
});

it.each(ERROR_CODES.filter((code) => code !== 'route_not_found'))('%s has no other body where the current user is asked for', (code) => {
  const [status] = SHOWN[code];
  expect(show(new DomainError(code), `${CURRENT}?x=1`)).toEqual([[429, 500, 503].includes(status) ? status : 401, { user: null }]);
});

it('another method on that path is a route that is not there', () => {
  expect(show(new DomainError('route_not_found'), CURRENT)).toEqual([404, { error: 'Not found' }]);
});

describe('fields at fault', () => {
  it.each([
    [[fault('email', 'not_an_email'), fault('email', 'blank')], { email: ["can't be blank", 'is invalid'] }],
    [[fault('password', 'too_short'), fault('password', 'blank')], { password: ["can't be blank", 'is too short (minimum is 6 characters)'] }],
    [[fault('email', 'not_text'), fault('email', 'not_an_email')], { email: ['is invalid'] }],
    [[fault('password', 'too_long')], { password: ['is too long'] }],
    [[fault('password', 'a_code_of_tomorrow')], { password: ['is invalid'] }],
    [[fault('password_confirmation', 'mismatch')], { password_confirmation: ["doesn't match Password"] }],
    [[fault('authorization.platform', 'not_text'), fault('authorization.app', 'not_text')], { authorization: ['is invalid'] }],
    [[fault('username', 'not_own_email')], { nick: ['is invalid'] }],
    [[fault('email', 'taken'), fault('nick', 'taken')], { email: [' email already taken'], nick: [' nick already taken'] }],
    [[fault('user', 'no_token')], { user: ['User is empty'] }],
    [[fault('first_name', 'blank'), fault('last_name', 'blank')], { first_name: ["can't be blank"], last_name: ["can't be blank"] }],
  ])('are named all at once, in the words of the document', (faults, errors) => {
    expect(show(invalid(...faults))).toEqual([422, { errors }]);
  });

  it('name the minimum that holds', () => {
    const { body } = uprogressApi(8).renderFault(invalid(fault('password', 'too_short')), { url: '/api/v1/registrations', headers: {} });
    expect(body).toEqual({ errors: { password: ['is too short (minimum is 8 characters)'] } });
  });

  it('stand beside credentials that failed', () => {
    const error = new DomainError('bad_credentials', { faults: [fault('password', 'too_short')] });
    expect(show(error)).toEqual([422, { errors: { email: ["User doesn't exist"], password: ['is too short (minimum is 6 characters)'] } }]);
  });

  it('are keys too', () => {
    const error = invalid(fault('password_confirmation', 'mismatch'));
    expect(show(error, '/', { 'x-key-inflection': 'camel' })).toEqual([422, { errors: { passwordConfirmation: ["doesn't match Password"] } }]);
    expect(show(error, '/', { 'x-key-inflection': 'dash' })).toEqual([422, { errors: { 'password-confirmation': ["doesn't match Password"] } }]);
  });
});

it('an address that nobody has is a fault of the field', () => {
  expect(show(new DomainError('user_not_found', { field: 'email' }))).toEqual([422, { errors: { email: ['There is no such user'] } }]);
});

it.each([
  ['/api/v1', true],
  ['/api/v1/anything', true],
  ['/api/v10', false],
  ['/api/user/v1/register', false],
  ['/v1/signin', false],
])('%s is its own: %s', (path, own) => {
  expect(api.owns(path)).toBe(own);
});
