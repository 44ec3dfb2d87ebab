import { invalidField } from '../errors/domain-error';

const SCOPE = /^[a-z][a-z0-9_:.-]{0,63}$/;

/** Every account holds it. */
const BASIC = 'user';

/** Scopes of one account. Some formats write all of them into the token, which must fit into a header. */
const SCOPES_MAX = 50;

/** Whether a text can be the name of a scope. */
export const isScope = (name: string): boolean => SCOPE.test(name);

/**
 * Scopes as they are stored: `user` first, each once.
 * @throws DomainError invalid_input
 */
export function checkScopes(names: readonly string[]): string[] {
  const bad = names.find((name) => !isScope(name));
  if (bad !== undefined) {
    throw invalidField('scope', 'not_a_scope', 'must start with a small letter and hold only small letters, digits, _ : . and -, at most 64 in all');
  }
  const held = [...new Set([BASIC, ...names])];
  if (held.length > SCOPES_MAX) throw invalidField('scope', 'too_many', `must be at most ${SCOPES_MAX} scopes, ${BASIC} among them`);
  return held;
}
