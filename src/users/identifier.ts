import { invalidField } from '../errors/domain-error';
import { INVISIBLE, storedAddress, withoutMargins } from './mail-address';

/** What a person signs in with. An identifier that contains `@` is an e-mail address, whichever field it came in. */
export interface Identifier {
  readonly email?: string | null;
  readonly username?: string | null;
}

/** How identifiers are stored and looked up: trimmed and in Unicode's composed form. The database sees to the case, of both sides alike. */
export function searchable(text: string): string {
  return text.includes('@') ? storedAddress(text) : withoutMargins(text).normalize('NFC');
}

/**
 * `searchable` and lower-cased: one text for all that mean the same account. Letter by letter, as the database does it: of a whole word
 * JavaScript would make a last Σ another letter, and of İ two.
 */
export function comparable(text: string): string {
  return [...searchable(text)].map((letter) => (letter === 'İ' ? 'i' : letter.toLowerCase())).join('');
}

/** The one text to look an account up by; the e-mail address wins where both are given. */
export function identifierText({ email, username }: Identifier): string {
  return searchable(email || username || '');
}

/** Letters that nobody sees, and @ in other widths: a username with them looks like somebody else's name or address. */
const hasMisleading = (text: string): boolean => INVISIBLE.test(text) || /[\uff20\ufe6b]/.test(text);

/** The column that an identifier's text is looked up in. */
export function identifierColumn(text: string): 'email' | 'username' {
  return text.includes('@') ? 'email' : 'username';
}

/**
 * The username to store. One that contains `@` must be the account's own address, and is then none at all: the address
 * already identifies the account and may change.
 * @throws DomainError invalid_input
 */
export function storedUsername(username: string | null | undefined, email: string): string | null {
  const text = searchable(username ?? '');
  if (text === '') return null;
  if (hasMisleading(text)) throw invalidField('username', 'control_characters', 'must not contain invisible characters or an @ in another width');
  if (!text.includes('@')) return text;
  if (comparable(text) !== comparable(email))
    throw invalidField('username', 'not_own_email', 'must not contain @ unless it is the e-mail address of the account');
  return null;
}
