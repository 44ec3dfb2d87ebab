import { invalidField } from '../../errors/domain-error';
import { checkScopes } from '../../users/scopes';
import type { NewUser } from '../../users/users.service';
import type { AppmixerCreateUserDto } from './appmixer.dto';
import { isMailAddress, storedAddress } from '../../users/mail-address';

/** Characters of a username that is no e-mail address. */
const USERNAME_MAX = 64;

/**
 * The account that a body asks for. What it says of scopes and metadata counts only where an admin says it.
 * @throws DomainError invalid_input
 */
export function newAccountOf(body: AppmixerCreateUserDto, byAdmin: boolean): NewUser {
  const { username } = body;
  checkUsername(username);
  const account = { username, email: emailOf(body) };
  return byAdmin ? { ...account, scopes: scopesOf(body.scope), metadata: metadataOf(body.metadata) } : account;
}

/** @throws DomainError invalid_input */
export function checkUsername(username: string): void {
  if (!username.includes('@') && [...username].length > USERNAME_MAX) {
    throw invalidField('username', 'too_long', `must be at most ${USERNAME_MAX} characters long`);
  }
}

function emailOf({ email, username }: AppmixerCreateUserDto): string {
  if (email) return email;
  if (!username.includes('@')) throw invalidField('email', 'required', 'is required');
  if (!isMailAddress(storedAddress(username))) throw invalidField('username', 'not_an_email', 'must be an e-mail address or contain no @');
  return username;
}

/** Undefined where there are none. @throws DomainError invalid_input */
export function scopesOf(scope: unknown): string[] | undefined {
  if (scope === undefined || scope === null) return undefined;
  if (!isTexts(scope)) throw invalidField('scope', 'not_a_scope', 'must be a list of scopes');
  return checkScopes(scope);
}

/** Undefined where there is none. @throws DomainError invalid_input */
export function metadataOf(metadata: unknown): Record<string, string> | undefined {
  if (metadata === undefined || metadata === null) return undefined;
  if (typeof metadata !== 'object' || Array.isArray(metadata) || !isTexts(Object.values(metadata))) {
    throw invalidField('metadata', 'not_an_object', 'must be an object of texts');
  }
  return metadata as Record<string, string>;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((part) => typeof part === 'string');
}
