import { parse } from 'qs';
import { DomainError } from '../errors/domain-error';
import { isStorable } from './json-body';

/** More fields than any form of ours has, few enough to be read in no time. */
const MAX_FIELDS = 64;
const MAX_DEPTH = 3;

/**
 * Line breaks as they stand, which no encoder writes: people put them between the fields of a printed form, as Amadis'
 * document does, and editors put one at the end.
 */
const BETWEEN_FIELDS = /(?<=&)[\r\n]+|(?<![\r\n])[\r\n]+$/g;
/** What stands between two separators may be nothing (URL Standard, 5.1). */
const NOTHING = /(?<=&)&+|^&+|(?<!&)&+$/g;
/** A percent sign that begins no escape stands for itself (URL Standard, 1.3): printed forms have such in passwords. */
const NO_ESCAPE = /%(?![\da-f]{2})/gi;

/**
 * Reads an `application/x-www-form-urlencoded` body, nested as `user[email]=…`. A field that comes twice makes it
 * malformed, as it does in JSON; so does a list, but on the routes that ask for one.
 * @param lists whether `name[]=…` and `name[0]=…` are the parts of a list, as many as a form has fields
 * @throws DomainError malformed_body
 */
export function readFormBody(bytes: Buffer, lists = false): Record<string, unknown> | undefined {
  if (bytes.length === 0) return undefined;
  try {
    return parse(bytes.toString('latin1').replace(BETWEEN_FIELDS, '').replace(NOTHING, ''), {
      depth: MAX_DEPTH,
      strictDepth: true,
      parameterLimit: MAX_FIELDS,
      throwOnLimitExceeded: true,
      arrayLimit: lists ? MAX_FIELDS : 0,
      allowPrototypes: false,
      decoder: lists ? decodeUnlikeKeys() : decodeComponent,
    }) as Record<string, unknown>;
  } catch {
    throw new DomainError('malformed_body');
  }
}

/** A list may be written as a field that comes twice, which qs takes for one: here only `[]` may come again, and no name both plain and in brackets. */
function decodeUnlikeKeys(): (text: string, decoder: unknown, charset: string, type?: 'key' | 'value') => string {
  const keys = new Set<string>();
  const plainByName = new Map<string, boolean>();
  return (text, _decoder, _charset, type) => {
    const decoded = decodeComponent(text);
    if (type !== 'key') return decoded;
    const [name = ''] = decoded.split('[', 1);
    const isPlain = name === decoded;
    if ((keys.has(decoded) && !decoded.endsWith('[]')) || (plainByName.get(name) ?? isPlain) !== isPlain) throw new Error('a field twice');
    keys.add(decoded);
    plainByName.set(name, isPlain);
    return decoded;
  };
}

// qs passes over sequences that are not UTF-8; here they make the body malformed.
function decodeComponent(text: string): string {
  const bytes = Buffer.from(text.replaceAll('+', ' ').replace(NO_ESCAPE, '%25'), 'latin1').toString('utf8');
  const decoded = decodeURIComponent(bytes);
  if (!isStorable(decoded) || decoded.includes('\ufffd')) throw new Error('hostile text');
  return decoded;
}
