import { invalidField } from '../errors/domain-error';

/** What a person signs in with. An identifier that contains `@` is an e-mail address, whichever field it came in. */
export interface Identifier {
  readonly email?: string | null;
  readonly username?: string | null;
}

/** Trimmed, in Unicode's composed form, lower-cased: how identifiers are compared. */
export function comparable(text: string): string {
  return text.trim().normalize('NFC').toLowerCase();
}

/** The one text to look an account up by; the e-mail address wins where both are given. */
export function identifierText({ email, username }: Identifier): string {
  return comparable(email || username || '');
}

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
  const text = username?.trim().normalize('NFC') ?? '';
  if (text === '') return null;
  if (!text.includes('@')) return text;
  if (comparable(text) !== comparable(email))
    throw invalidField('username', 'not_own_email', 'must not contain @ unless it is the e-mail address of the account');
  return null;
}
