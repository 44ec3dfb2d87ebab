import { connect, type Socket } from 'node:net';
import { registerSecretsOfRawRequest } from './secrets';

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case; of a name that comes twice, the last value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const PATIENCE = 15_000;

/**
 * Sends these bytes and nothing else, for requests that no well-behaved client makes.
 * Resolves with one full answer, or rejects when the server closes the connection without one.
 */
export async function sendRaw(port: number, request: string | Buffer): Promise<RawAnswer> {
  registerSecretsOfRawRequest(request.toString());
  const socket = connect(port, '127.0.0.1');
  try {
    socket.write(request);
    return await readAnswer(socket);
  } finally {
    socket.destroy();
  }
}

/** Sends these bytes, and resolves with all that comes until the server closes the connection. */
export async function sendRawUntilClosed(port: number, bytes: string): Promise<string> {
  registerSecretsOfRawRequest(bytes);
  const socket = connect(port, '127.0.0.1');
  const ending = untilClosed(socket);
  const late = new Promise<never>((_, reject) => socket.setTimeout(PATIENCE, () => reject(new Error(`the connection is still open after ${PATIENCE} ms`))));
  socket.write(bytes);
  // What is sent after the server has closed is answered with a reset.
  return Promise.race([ending, late])
    .then(({ said }) => said)
    .finally(() => socket.destroy());
}

/** What came on a connection, and whether it broke. */
export interface Ending {
  readonly said: string;
  readonly failed: boolean;
}

/** Listens to a connection until it is closed. */
export function untilClosed(socket: Socket): Promise<Ending> {
  let [said, failed] = ['', false];
  socket.on('data', (part) => (said += part.toString('latin1')));
  socket.on('error', () => (failed = true));
  return new Promise((resolve) => socket.once('close', () => resolve({ said, failed })));
}

/** A request in lines: `rawRequest('POST /v1/signin? HTTP/1.1', {…}, body)`; Host is added, a length is not. */
export function rawRequest(line: string, headers: Record<string, string> = {}, body = ''): string {
  const all = { Host: 'localhost', Connection: 'close', ...headers };
  return `${line}\r\n${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n${body}`;
}

/** A body in chunks, for `Transfer-Encoding: chunked`. */
export function chunked(...parts: string[]): string {
  return [...parts, ''].map((part) => `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`).join('');
}

function readAnswer(socket: Socket): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const look = (ended: boolean) => {
      const answer = parseAnswer(received, ended);
      if (answer !== null) resolve(answer);
      else if (ended) reject(new Error(`the connection was closed after ${received.length} bytes: ${received.toString('latin1').slice(0, 200)}`));
    };
    socket.setTimeout(PATIENCE, () => reject(new Error(`no full answer within ${PATIENCE} ms`)));
    socket.on('error', reject);
    socket.on('close', () => look(true));
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      look(false);
    });
  });
}

function parseAnswer(bytes: Buffer, ended: boolean): RawAnswer | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [statusLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
  const status = Number(statusLine.split(' ')[1]);
  const body = readBody(bytes.subarray(end + 4), headers, ended, status);
  return body === null ? null : { status, headers, body: body.toString() };
}

function readBody(rest: Buffer, headers: Record<string, string>, ended: boolean, status: number): Buffer | null {
  if (status === 204 || status === 304) return Buffer.alloc(0);
  if (headers['transfer-encoding'] === 'chunked') return readChunks(rest);
  const length = headers['content-length'];
  if (length === undefined) return ended ? rest : null;
  return rest.length >= Number(length) ? rest.subarray(0, Number(length)) : null;
}

function readChunks(rest: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = rest.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = parseInt(rest.subarray(at, lineEnd).toString('latin1'), 16);
    if (size === 0) return Buffer.concat(parts);
    if (rest.length < lineEnd + 2 + size + 2) return null;
    parts.push(rest.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
