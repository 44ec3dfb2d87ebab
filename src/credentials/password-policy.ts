import { type DomainError, invalidField } from '../errors/domain-error';

/** What a new password must be; each legacy format documents its own minimum. */
export interface PasswordRules {
  /** Characters (code points). */
  readonly min: number;
}

export const NATIVE_PASSWORD_RULES: PasswordRules = { min: 8 };

/** Longest password of any format, in characters: enough for every passphrase, few enough to hash. */
export const PASSWORD_MAX = 128;

/**
 * NIST SP 800-63B-4, 3.1.1.2: a length, any characters, no rules of composition.
 * @param field the input field to report a refusal for
 * @throws DomainError invalid_input with `required`, `too_short` or `too_long`
 */
export function checkNewPassword(password: string, { min }: PasswordRules, field = 'password'): void {
  const refusal = passwordRefusal(password, min, field);
  if (refusal !== null) throw refusal;
}

function passwordRefusal(password: string, min: number, field: string): DomainError | null {
  const length = [...password.normalize('NFC')].length;
  if (length === 0) return invalidField(field, 'required', 'is required');
  if (length < min) return invalidField(field, 'too_short', `must be at least ${min} characters long`);
  if (length > PASSWORD_MAX) return invalidField(field, 'too_long', `must be at most ${PASSWORD_MAX} characters long`);
  return null;
}
