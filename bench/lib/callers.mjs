import { randomUUID } from 'node:crypto';

const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * What one connection asks for, over and over: a list of autocannon's requests, made from the caller's own facts. A
 * request with state is made anew each time by `setupRequest`.
 */
export const CALLERS = {
  read: ({ path, headers }) => [{ method: 'GET', path, headers }],

  /** Many reads, each with headers of its own. */
  readEach: ({ path, each }) => each.map((headers) => ({ method: 'GET', path, headers })),

  post: ({ path, body }) => [{ method: 'POST', path, headers: JSON_TYPE, body: JSON.stringify(body) }],

  /** Each use of a refresh token gives the next one. */
  refresh: (caller) => [
    {
      method: 'POST',
      path: '/v2/auth/refresh',
      headers: JSON_TYPE,
      setupRequest: (request) => ({ ...request, body: JSON.stringify({ refreshToken: caller.refreshToken }) }),
      onResponse: (status, body) => {
        if (status === 200) caller.refreshToken = JSON.parse(body).refreshToken;
      },
    },
  ],

  /** A new person and the first read: two requests. */
  signUpAndRead: () => {
    let token = '';
    return [
      {
        method: 'POST',
        path: '/v2/users',
        headers: JSON_TYPE,
        setupRequest: (request) => ({ ...request, body: JSON.stringify({ email: `${randomUUID()}@bench.example`, password: 'correct horse battery' }) }),
        onResponse: (status, body) => {
          if (status === 201) token = JSON.parse(body).accessToken;
        },
      },
      { method: 'GET', path: '/v2/users/me', setupRequest: (request) => ({ ...request, headers: { authorization: `Bearer ${token}` } }) },
    ];
  },
};
