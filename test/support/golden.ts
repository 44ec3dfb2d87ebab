import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { basename, join } from 'node:path';
import { startApp, type TestApp } from './app';
import { arrange } from './golden-givens';
import { type Exchange, type Golden, type Header, parseGolden } from './golden-file';
import { type Captures, differences, substitute } from './golden-match';
import { registerSecretsOfRawRequest } from './secrets';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Makes a test of every exchange in every golden file (`*.http`) of a directory, each file on an app of its own. */
export function runGoldens(directory: string): void {
  const files = readdirSync(directory)
    .filter((name) => name.endsWith('.http'))
    .sort();
  if (files.length === 0) throw new Error(`${directory} holds no golden file`);
  for (const file of files) describe(basename(file, '.http'), () => runGolden(parseFile(join(directory, file))));
}

function parseFile(path: string): Golden {
  try {
    return parseGolden(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

function runGolden({ settings, exchanges }: Golden): void {
  let app: TestApp | undefined;
  const captures: Captures = new Map();
  beforeAll(async () => {
    app = await startApp({ ...settings });
    captures.set('port', app.port).set('baseUrl', app.baseUrl);
  });
  afterAll(() => app?.close());

  for (const exchange of exchanges) {
    test(exchange.name, async () => {
      if (app === undefined) throw new Error('the app did not start');
      for (const { name, argument } of exchange.directives) await arrange(app, captures, name, substitute(argument, captures));
      const answer = await send(app.port, exchange, captures);
      const found = compare(exchange, answer, captures);
      if (found.length > 0) throw new Error(`${exchange.method} ${exchange.path} differs:\n  ${found.join('\n  ')}\nanswer: ${answer.status} ${answer.body}`);
    });
  }
}

function compare({ expected }: Exchange, answer: Answer, captures: Captures): string[] {
  const status = answer.status === expected.status ? [] : [`status: expected ${expected.status}, got ${answer.status}`];
  const headers = expected.headers.flatMap(([name, value]) =>
    differences(substitute(value, captures), answer.headers[name.toLowerCase()], captures, `header ${name}`),
  );
  return [...status, ...headers, ...compareBody(substitute(expected.body, captures), answer.body, captures)];
}

function compareBody(expected: string, actual: string, captures: Captures): string[] {
  const document = asJson(expected);
  if (document === undefined) return differences(expected, actual, captures);
  const answer = asJson(actual);
  return answer === undefined ? [`body: expected JSON, got ${actual === '' ? 'nothing' : JSON.stringify(actual)}`] : differences(document, answer, captures);
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function send(port: number, exchange: Exchange, captures: Captures): Promise<Answer> {
  const path = substitute(exchange.path, captures);
  const body = Buffer.from(substitute(exchange.body, captures));
  registerSecretsOfRawRequest(body.toString());
  // A connection is of no further use after a length that was not true: who waits for the rest would take the next request for it.
  const agent = exchange.headers.some(([name]) => name.toLowerCase() === 'content-length') ? new Agent() : undefined;
  const options = { agent, port, host: '127.0.0.1', method: exchange.method, path, headers: headersOf(exchange.headers, captures, body) };
  return new Promise((resolve, reject) => {
    const request = httpRequest(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

// As curl does: a length where there is a body, and nothing that the golden does not say.
function headersOf(given: readonly Header[], captures: Captures, body: Buffer): Record<string, string> {
  const headers = Object.fromEntries(given.map(([name, value]) => [name, substitute(value, captures)]));
  return body.length === 0 ? headers : { 'Content-Length': String(body.length), ...headers };
}
