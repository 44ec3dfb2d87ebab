import { amadisApi } from '../../../../src/dialects/amadis/amadis-api';
import { DomainError } from '../../../../src/errors/domain-error';
import { ERROR_CODES, ERROR_KINDS, type ErrorCode } from '../../../../src/errors/error-kinds';

const render = (error: DomainError) => amadisApi.renderFault(error, { url: '/api/user/v1/register', headers: {} });
const fault = (code: ErrorCode) => render(new DomainError(code, { cause: new Error('SELECT secret') }));

describe('a failure in Amadis’ envelope', () => {
  it.each(ERROR_CODES)('%s is JSend', (code) => {
    const { status, body } = fault(code);
    const isError = ['throttled', 'overloaded', 'internal'].includes(ERROR_KINDS[code]);
    if (isError) expect(body).toEqual({ status: 'error', message: expect.stringMatching(/^[^{}]+$/) as string });
    else expect(body).toEqual({ status: 'fail', data: { [Object.keys((body as { data: object }).data)[0] ?? '']: expect.stringMatching(/./) as string } });
    expect(status >= 500 || status === 429).toBe(isError);
    expect(JSON.stringify(body)).not.toContain('SELECT');
  });

  it.each([
    ['malformed_body', 400],
    ['invalid_input', 400],
    ['service_key_required', 401],
    ['sign_up_closed', 403],
    ['route_not_found', 404],
    ['user_not_found', 404],
    ['email_taken', 409],
    ['body_too_large', 413],
    ['unsupported_media_type', 415],
    ['bad_credentials', 422],
    ['too_many_requests', 429],
    ['internal_error', 500],
    ['overloaded', 503],
  ] as const)('%s has the status %i', (code, status) => {
    expect(fault(code).status).toBe(status);
  });

  it('names every field at fault once, with the first of its faults', () => {
    const faults = [
      { field: 'email', code: 'too_long', message: 'must be shorter' },
      { field: 'email', code: 'not_an_email', message: 'must be an e-mail address' },
      { field: 'name', code: 'required', message: 'is required' },
    ];
    expect(render(new DomainError('invalid_input', { faults })).body).toEqual({ status: 'fail', data: { email: 'must be shorter', name: 'is required' } });
  });

  it('challenges the caller with a 401, and only then', () => {
    const challenged = ERROR_CODES.filter((code) => fault(code).headers?.['www-authenticate'] !== undefined);
    expect(challenged).toEqual(ERROR_CODES.filter((code) => fault(code).status === 401));
  });
});

test('Amadis owns what lies below its prefix, and nothing beside it', () => {
  const own = ['/api/user/v1', '/api/user/v1/register', '/api/user/v1/no/such'];
  const others = ['/api/user/v10', '/api/user', '/api/v1/sessions', '/user/auth', '//api/user/v1/register'];
  expect([...own, ...others].filter((path) => amadisApi.owns(path))).toEqual(own);
});

test('Amadis reads no token', () => {
  expect(amadisApi.readToken({ headers: { authorization: 'Bearer x' } } as never)).toBeNull();
});
