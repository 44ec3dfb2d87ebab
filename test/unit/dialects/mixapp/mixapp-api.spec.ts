import type { FastifyRequest } from 'fastify';
import { mixappApi } from '../../../../src/dialects/mixapp/mixapp-api';

const tokenOf = (headers: Record<string, string>) => mixappApi.readToken({ headers } as unknown as FastifyRequest);

test.each<[string, Record<string, string>, string | null]>([
  ['nothing', {}, null],
  ['X-Auth-Token', { 'x-auth-token': 'a.b.c' }, 'a.b.c'],
  ['a bearer token', { authorization: 'Bearer a.b.c' }, 'a.b.c'],
  ['both: X-Auth-Token wins', { 'x-auth-token': 'a.b.c', authorization: 'Bearer d.e.f' }, 'a.b.c'],
  ['an empty X-Auth-Token, as before the first sign-in, is none', { 'x-auth-token': ' ', authorization: 'Bearer d.e.f' }, 'd.e.f'],
  ['an empty X-Auth-Token alone', { 'x-auth-token': '' }, null],
  ['the token of another API', { uprogresstoken: 'a.b.c' }, null],
])('the token in %s', (_, headers, token) => {
  expect(tokenOf(headers)).toBe(token);
});

test.each([['/v1'], ['/v1/signup'], ['/v1/repair/token'], ['/v1/nothing/here']])('%s is its own', (path) => {
  expect(mixappApi.owns(path)).toBe(true);
});

test.each([['/'], ['/v2/users'], ['/v10'], ['/api/v1/sessions'], ['/api/user/v1/register'], ['/user']])('%s is not', (path) => {
  expect(mixappApi.owns(path)).toBe(false);
});
