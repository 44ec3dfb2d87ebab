import { inflectionOf, readKeys, writeKeys } from '../../../../src/dialects/uprogress/key-inflection';

const ANSWER = { current_user: { id: 1, first_name: 'a_b', list: [{ last_sign_in_at: null }] }, errors: { password_confirmation: ['x_y'] } };

describe('keys of an answer', () => {
  it.each([
    ['snake', ANSWER],
    ['camel', { currentUser: { id: 1, firstName: 'a_b', list: [{ lastSignInAt: null }] }, errors: { passwordConfirmation: ['x_y'] } }],
    ['dash', { 'current-user': { id: 1, 'first-name': 'a_b', list: [{ 'last-sign-in-at': null }] }, errors: { 'password-confirmation': ['x_y'] } }],
  ] as const)('in %s style are written so, and no value is touched', (style, written) => {
    expect(writeKeys(ANSWER, style)).toEqual(written);
  });

  it.each([null, undefined, 5, 'a_b', true])('leave %p as it is', (value) => {
    expect(writeKeys(value, 'camel')).toBe(value);
  });
});

describe('keys of a request', () => {
  const READ = { email: 'e', password_confirmation: 'p', authorization: { app_name: 'a' } };

  it.each([
    ['camel', { email: 'e', passwordConfirmation: 'p', authorization: { appName: 'a' } }],
    ['dash', { email: 'e', 'password-confirmation': 'p', authorization: { 'app-name': 'a' } }],
    ['camel', READ],
    ['dash', READ],
    ['snake', READ],
  ] as const)('in %s style, or in snake_case, are read', (style, sent) => {
    expect(readKeys(sent, style)).toEqual(READ);
  });

  it.each([
    ['camel', { firstName: 'styled', first_name: 'plain' }],
    ['camel', { first_name: 'plain', firstName: 'styled' }],
    ['dash', { 'first-name': 'styled', first_name: 'plain' }],
    ['dash', { first_name: 'plain', 'first-name': 'styled' }],
  ] as const)('in %s style win over snake_case, whichever comes first', (style, sent) => {
    expect(readKeys(sent, style)).toEqual({ first_name: 'styled' });
  });

  it.each([
    ['snake', { firstName: 1, 'first-name': 2 }],
    ['camel', { 'first-name': 1 }],
    ['dash', { firstName: 1 }],
    ['camel', { _Proto__: 1, FirstName: 2, 'a b': 3, first_Name: 4 }],
    ['dash', { '-proto-': 1, '--proto--': 2, 'first--name': 3 }],
  ] as const)('in %s style: others stay what they are', (style, sent) => {
    expect(readKeys(sent, style)).toEqual(sent);
  });
});

it.each([
  [undefined, 'snake'],
  ['camel', 'camel'],
  [' Camel ', 'camel'],
  ['dash', 'dash'],
  ['pascal', 'snake'],
  ['snake', 'snake'],
  ['camel, dash', 'snake'],
] as const)('X-Key-Inflection: %s asks for %s', (header, style) => {
  expect(inflectionOf({ 'x-key-inflection': header })).toBe(style);
});
