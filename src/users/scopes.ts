import { invalidField } from '../errors/domain-error';

const SCOPE = /^[a-z][a-z0-9_:.-]{0,63}$/;

/** Every account holds it. */
const BASIC = 'user';

/**
 * Scopes as they are stored: `user` first, each once.
 * @throws DomainError invalid_input
 */
export function checkScopes(names: readonly string[]): string[] {
  const bad = names.find((name) => !SCOPE.test(name));
  if (bad !== undefined) {
    throw invalidField('scope', 'not_a_scope', 'must start with a small letter and hold only small letters, digits, _ : . and -, at most 64 in all');
  }
  return [...new Set([BASIC, ...names])];
}
