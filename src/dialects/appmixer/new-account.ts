import { checkScopes } from '../../users/scopes';
import type { NewUser } from '../../users/users.service';
import type { AppmixerCreateUserDto } from './appmixer.dto';

/**
 * The account that a body asks for; its username stands for an address that is absent. What it says of scopes and metadata counts only
 * where an admin says it.
 */
export function newAccountOf({ username, email, scope, metadata }: AppmixerCreateUserDto, byAdmin: boolean): NewUser {
  const account = { username, email: email ?? username };
  return byAdmin ? { ...account, scopes: scopesOf(scope), metadata: metadata ?? undefined } : account;
}

/** As they are stored; undefined where there are none. @throws DomainError invalid_input */
export function scopesOf(scope: readonly string[] | null | undefined): string[] | undefined {
  return scope ? checkScopes(scope) : undefined;
}
