import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/**
 * One request on a kept connection.
 * @returns {Promise<{ status: number, headers: object, body: string }>}
 */
export function send(method, url, { headers = {}, json } = {}) {
  const body = json === undefined ? undefined : JSON.stringify(json);
  const all = body === undefined ? headers : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, agent, headers: all }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts).toString() }));
      answer.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export const get = (url, headers) => send('GET', url, { headers });

/** As `send`, for answers that must be a success in JSON. */
export async function sendJson(method, url, options) {
  const { status, headers, body } = await send(method, url, options);
  if (status < 200 || status > 299) throw new Error(`${method} ${url} answered ${status}: ${body.slice(0, 300)}`);
  return { headers, json: body === '' ? null : JSON.parse(body) };
}

export const bearer = (token) => ({ authorization: `Bearer ${token}` });
