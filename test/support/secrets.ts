import type { FastifyInstance, FastifyRequest } from 'fastify';
import { append, currentRun } from './run';

/** Names of fields, in any style, whose value must never stand in a log. */
const SECRET_FIELD = /(password|passwordconfirmation|token|secret|passwd)$/;
/** In requests only: in answers these hold codes of errors and the like. */
const SECRET_REQUEST_FIELD = /^(code|reset|key)$/;
const SECRET_HEADER = /^(authorization|x-auth-token|uprogresstoken)$/;
const COOKIE = /latchkey=([^;\s]+)/g;
const JWT = /eyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g;
const RAW_FIELD = /(?:password|token|secret|reset)[\w\]%-]*"?\s*[:=]\s*"?([^"&\s\\]{4,})/gi;

const known = new Set<string>();

/** Remembers a password, token or mail link, so that the check after the tests looks for it in every log line. */
export function registerSecret(secret: string): void {
  if (secret.length < 4 || known.has(secret)) return;
  known.add(secret);
  append(currentRun().directory, 'secrets', 'jsonl', `${JSON.stringify(secret)}\n`);
}

/** Remembers the secrets of everything that goes in and out of a server, whatever client is used. */
export function watchForSecrets(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    watchRequest(request);
    if (reply.statusCode < 400 && (typeof payload === 'string' || Buffer.isBuffer(payload))) watchAnswer(String(payload));
    done(null, payload);
  });
}

/** Remembers what looks like a secret in bytes that no parser may ever understand. */
export function registerSecretsOfRawRequest(text: string): void {
  for (const match of text.matchAll(RAW_FIELD)) registerSecret(decode(match[1] ?? ''));
  for (const [jwt] of text.matchAll(JWT)) registerSecret(jwt);
}

/** Remembers the links of a mail and the tokens in them. */
export function registerSecretsOfMail(links: readonly string[]): void {
  for (const link of links) {
    const { searchParams } = new URL(link);
    if ([...searchParams].length > 0) registerSecret(link);
    collect(Object.fromEntries(searchParams), isRequestField);
  }
}

function watchRequest(request: FastifyRequest): void {
  collect(request.body, isRequestField);
  collect(request.query, isRequestField);
  for (const [, value] of (request.headers.cookie ?? '').matchAll(COOKIE)) registerSecret(value ?? '');
  for (const [name, value] of Object.entries(request.headers)) {
    if (SECRET_HEADER.test(name) && typeof value === 'string') registerSecret(value.replace(/^bearer( +|$)/i, ''));
  }
}

function watchAnswer(text: string): void {
  for (const [jwt] of text.matchAll(JWT)) registerSecret(jwt);
  if (!/^\s*[{[]/.test(text)) return;
  try {
    collect(JSON.parse(text), isSecretField);
  } catch {
    // not JSON after all
  }
}

function collect(value: unknown, isSecret: (field: string) => boolean): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [field, part] of Object.entries(value)) {
    if (typeof part === 'string' && isSecret(plain(field))) registerSecret(part);
    else collect(part, isSecret);
  }
}

function plain(field: string): string {
  return field.toLowerCase().replace(/[_-]/g, '');
}

function isSecretField(field: string): boolean {
  return SECRET_FIELD.test(field);
}

function isRequestField(field: string): boolean {
  return SECRET_FIELD.test(field) || SECRET_REQUEST_FIELD.test(field);
}

/** Whether a field or header of a request, in whatever style, holds a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_HEADER.test(name.toLowerCase()) || isRequestField(plain(name));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}
