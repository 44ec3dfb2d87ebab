import { presentRegistration, presentReset, presentSuccess } from '../../../../src/dialects/amadis/present-amadis';

test('a registration shows the number and the secret, and nothing else of the person', () => {
  const user = { number: 42, id: 'hidden', email: 'hidden@example.com', scopes: ['admin'] };
  expect(presentRegistration({ user, secret: Buffer.alloc(32, 0xff) })).toEqual({
    status: 'success',
    data: { user_id: 42, user_secret: '//////////////////////////////////////////8=' },
  });
});

test('a reset shows the address and the new password', () => {
  const reset = { email: 'ann@example.com', password: 'made-up', userId: 'hidden' };
  expect(presentReset(reset)).toEqual({ status: 'success', data: { email: 'ann@example.com', password: 'made-up' } });
});

test('a change shows nothing but its success', () => {
  expect(presentSuccess()).toEqual({ status: 'success' });
});
