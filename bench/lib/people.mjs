import { bearer, send, sendJson } from './http.mjs';

export const PASSWORD = 'correct horse battery';

/** New people of the service, signed in. */
export async function signUp(url, count, prefix) {
  const people = [];
  for (let i = 0; i < count; i++) {
    const email = `${prefix}${i}@bench.example`;
    const { json } = await sendJson('POST', `${url}/v2/users`, { json: { email, password: PASSWORD } });
    people.push({ email, userId: json.user.id, sessionId: json.session.id, accessToken: json.accessToken, refreshToken: json.refreshToken });
  }
  return people;
}

export async function signIn(url, email) {
  return (await sendJson('POST', `${url}/v2/auth/sign-in`, { json: { email, password: PASSWORD } })).json;
}

/** As callers of `GET /v2/users/me`. */
export const readers = (people) => people.map(({ accessToken }) => ({ path: '/v2/users/me', headers: bearer(accessToken) }));

/**
 * Each connection as one caller who reads many people, one after the other, whose tokens the service has met before.
 * @param {{ userId: string, refreshToken: string }[]} people
 */
export async function firstReaders(url, people, connections) {
  const groups = Array.from({ length: connections }, (_, i) => people.filter((_person, at) => at % connections === i));
  return Promise.all(
    groups.map(async (group) => {
      const each = [];
      for (const { userId, refreshToken } of group) {
        const { json } = await sendJson('POST', `${url}/v2/auth/refresh`, { json: { refreshToken } });
        const headers = { ...bearer(json.accessToken), 'x-user-id': userId };
        await sendJson('GET', `${url}/v2/users/me`, { headers });
        each.push(headers);
      }
      return { path: '/v2/users/me', each };
    }),
  );
}

/** As callers of the same read in a legacy format; null where this build does not have it. */
export async function uprogressReaders(url, people) {
  const authorization = { platform: 'Linux', platform_version: '6', app: 'bench', app_version: '1', provider: 'UProgress' };
  return dialectReaders(people, async ({ email }) => {
    const answer = await send('POST', `${url}/api/v1/sessions`, { json: { user: { email, password: PASSWORD, authorization } } });
    return answer.status === 404 ? null : { path: '/api/v1/sessions/current', headers: { uprogresstoken: tokenIn(answer) } };
  });
}

export async function appmixerReaders(url, people) {
  return dialectReaders(people, async ({ email }) => {
    const answer = await send('POST', `${url}/user/auth`, { json: { username: email, password: PASSWORD } });
    return answer.status === 404 ? null : { path: '/user', headers: bearer(tokenIn(answer)) };
  });
}

async function dialectReaders(people, readerOf) {
  const found = [];
  for (const person of people) {
    const reader = await readerOf(person);
    if (reader === null) return null;
    found.push(reader);
  }
  return found;
}

/** Wherever a format puts its token. */
function tokenIn({ status, body }) {
  const token = /"token":"([^"]+)"/.exec(body)?.[1];
  if (token === undefined) throw new Error(`No token in an answer of status ${status}: ${body.slice(0, 200)}`);
  return token;
}

/** New people of the peer, as callers of its `get-session`, with every cookie it gave. */
export async function peerReaders(url, count, prefix) {
  const callers = [];
  for (let i = 0; i < count; i++) {
    const json = { name: 'Bench', email: `${prefix}${i}@bench.example`, password: PASSWORD };
    const { headers } = await sendJson('POST', `${url}/api/auth/sign-up/email`, { json });
    const cookie = headers['set-cookie'].map((line) => line.split(';', 1)[0]).join('; ');
    callers.push({ email: json.email, path: '/api/auth/get-session', headers: { cookie } });
  }
  return callers;
}
