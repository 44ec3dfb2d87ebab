import { appmixerApi } from '../../../../src/dialects/appmixer/appmixer-api';
import { DomainError } from '../../../../src/errors/domain-error';
import { ERROR_CODES, type ErrorCode } from '../../../../src/errors/error-kinds';

const render = (error: DomainError) => appmixerApi.renderFault(error, { url: '/user', headers: {} });
const statusOf = (code: ErrorCode) => render(new DomainError(code)).status;

describe('Appmixer: failures', () => {
  it('has three fields for every code, and the status of the answer in them', () => {
    for (const code of ERROR_CODES) {
      const { status, body } = render(new DomainError(code));
      expect(body).toEqual({ statusCode: status, error: expect.any(String) as string, message: expect.stringMatching(/^[A-Z].*\.$/) as string });
    }
  });

  it('answers a failed sign-in with 403, which shipped apps register a person on', () => {
    expect(render(new DomainError('bad_credentials')).body).toEqual({ statusCode: 403, error: 'Forbidden', message: 'Wrong username or password.' });
  });

  it('answers a token that is no good with 401 and a challenge, and a deleted account with 404', () => {
    for (const code of ['token_missing', 'token_invalid', 'token_expired', 'session_ended'] as const) {
      expect(render(new DomainError(code))).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer realm="latchkey"' } });
    }
    expect(statusOf('account_gone')).toBe(404);
    expect(render(new DomainError('account_gone')).headers).toEqual({});
  });

  it('answers what is taken with 409', () => {
    expect([statusOf('email_taken'), statusOf('username_taken')]).toEqual([409, 409]);
  });

  it('names every field at fault in the one message', () => {
    const faults = [
      { field: 'username', code: 'required', message: 'is required' },
      { field: 'password', code: 'too_short', message: 'must be at least 5 characters long' },
    ];
    expect(render(new DomainError('invalid_input', { faults })).body).toEqual({
      statusCode: 400,
      error: 'Bad Request',
      message: 'username is required, password must be at least 5 characters long',
    });
  });

  it('owns /user and /users with what is below them, and nothing beside them', () => {
    expect(['/user', '/user/auth', '/users', '/users/count'].map((path) => appmixerApi.owns(path))).toEqual([true, true, true, true]);
    expect(['/', '/userland', '/v2/users', '/api/user/v1/register'].map((path) => appmixerApi.owns(path))).toEqual([false, false, false, false]);
  });
});
