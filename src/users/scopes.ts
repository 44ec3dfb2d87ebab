import { type FieldFault, invalidField } from '../errors/domain-error';

const SCOPE = /^[a-z][a-z0-9_:.-]{0,63}$/;

/** Every account holds it. */
const BASIC = 'user';

/** Scopes of one account. Some formats write all of them into the token, which must fit into a header. */
const SCOPES_MAX = 50;

/** Whether a text can be the name of a scope. */
export const isScope = (name: string): boolean => SCOPE.test(name);

/** Scopes as they are stored: `user` first, each once. */
const storedScopes = (names: readonly string[]): string[] => [...new Set([BASIC, ...names])];

/** Why an account cannot hold them; null where it can. */
export function scopesRefusal(names: readonly string[]): Omit<FieldFault, 'field'> | null {
  if (!names.every(isScope)) {
    const message = 'must start with a small letter and hold only small letters, digits, _ : . and -, at most 64 in all';
    return { code: 'not_a_scope', message };
  }
  if (storedScopes(names).length > SCOPES_MAX) return { code: 'too_many', message: `must be at most ${SCOPES_MAX} scopes, ${BASIC} among them` };
  return null;
}

/**
 * Scopes as they are stored.
 * @throws DomainError invalid_input
 */
export function checkScopes(names: readonly string[]): string[] {
  const refusal = scopesRefusal(names);
  if (refusal !== null) throw invalidField('scope', refusal.code, refusal.message);
  return storedScopes(names);
}
