import { visit } from 'jsonc-parser';
import { DomainError } from '../errors/domain-error';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Keys that reach an object's prototype in careless code; no API of ours has them. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Lists and objects in each other: more than any client of ours sends, few enough for whoever walks through them by recursion. */
const MAX_DEPTH = 64;

/**
 * Reads a JSON body: one object in UTF-8, no key twice, no null character, no half surrogate pair, none of the keys
 * that name a prototype, nested 64 deep at most. An empty body is none.
 * @throws DomainError malformed_body
 */
export function readJsonBody(bytes: Buffer): Record<string, unknown> | undefined {
  if (bytes.length === 0) return undefined;
  try {
    const text = utf8.decode(bytes);
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Error('not an object');
    refuseHostileParts(text);
    return body as Record<string, unknown>;
  } catch {
    // The cause is not kept: a parser's message quotes the body, which may hold a password.
    throw new DomainError('malformed_body');
  }
}

/** Text that PostgreSQL cannot keep, or that would be changed on the way, is refused rather than mended. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

function refuseHostileParts(text: string): void {
  const open: Set<string>[] = [];
  const enter = () => {
    if (open.push(new Set()) > MAX_DEPTH) throw new Error('too deep');
  };
  visit(text, {
    onObjectBegin: enter,
    onObjectEnd: () => void open.pop(),
    onArrayBegin: enter,
    onArrayEnd: () => void open.pop(),
    onObjectProperty: (key) => {
      const keys = open.at(-1);
      if (keys?.has(key) || FORBIDDEN_KEYS.has(key) || !isStorable(key)) throw new Error('hostile key');
      keys?.add(key);
    },
    onLiteralValue: (value: unknown) => {
      if (typeof value === 'string' && !isStorable(value)) throw new Error('hostile text');
    },
  });
}
