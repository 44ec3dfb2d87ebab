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

/**
 * Reads an `application/x-www-form-urlencoded` body, nested as `user[email]=…`. A field that comes twice makes it
 * malformed, as it does in JSON; so do lists, which no form of ours has.
 * @throws DomainError malformed_body
 */
export function readFormBody(bytes: Buffer): Record<string, unknown> | undefined {
  if (bytes.length === 0) return undefined;
  try {
    return parse(bytes.toString('latin1').replace(BETWEEN_FIELDS, '').replace(NOTHING, ''), {
      depth: MAX_DEPTH,
      strictDepth: true,
      parameterLimit: MAX_FIELDS,
      throwOnLimitExceeded: true,
      arrayLimit: 0,
      allowPrototypes: false,
      decoder: decodeComponent,
    }) as Record<string, unknown>;
  } catch {
    throw new DomainError('malformed_body');
  }
}

// qs passes over sequences that are not UTF-8; here they make the body malformed.
function decodeComponent(text: string): string {
  const bytes = Buffer.from(text.replaceAll('+', ' '), 'latin1').toString('utf8');
  const decoded = decodeURIComponent(bytes);
  if (!isStorable(decoded) || decoded.includes('\ufffd')) throw new Error('hostile text');
  return decoded;
}
