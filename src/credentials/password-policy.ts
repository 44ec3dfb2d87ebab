import { type DomainError, type FieldFault, invalidField } from '../errors/domain-error';
import { folded, wordsBehind } from './password-folding';
import { isMadeOf } from './personal-words';
import { isPredictable } from './predictable-text';

/** What a new password must be; each legacy format documents its own minimum. */
export interface PasswordRules {
  /** Characters (code points). */
  readonly min: number;
  /** Whether it is looked up among the passwords that are guessed first. */
  readonly screened?: boolean;
}

export const NATIVE_PASSWORD_RULES: PasswordRules = { min: 8, screened: true };

/** Longest password of any format, in characters: enough for every passphrase, few enough to hash. */
export const PASSWORD_MAX = 128;

/** What a password is looked up among. All words are folded. */
export interface GuessedFirst {
  readonly common: ReadonlySet<string>;
  readonly personal: readonly string[];
  readonly service: readonly string[];
}

/** Why a password is refused: a stable code, and words for people. */
export type PasswordRefusal = Omit<FieldFault, 'field'>;

/** NIST SP 800-63B-4, 3.1.1.2: a length, any characters, no rules of composition. */
export function lengthRefusal(password: string, { min }: PasswordRules): PasswordRefusal | null {
  const length = [...password.normalize('NFC')].length;
  if (length === 0) return { code: 'required', message: 'is required' };
  if (length < min) return { code: 'too_short', message: `must be at least ${min} characters long` };
  if (length > PASSWORD_MAX) return { code: 'too_long', message: `must be at most ${PASSWORD_MAX} characters long` };
  return null;
}

/**
 * NIST SP 800-63B-4, 3.1.1.2: a new password is compared with those that are commonly used, expected or compromised, as
 * a whole and not by its parts. A name in it does no harm where enough is left without the name.
 */
export function guessRefusal(password: string, { min }: PasswordRules, { common, personal, service }: GuessedFirst): PasswordRefusal | null {
  const text = folded(password);
  if (isMadeOf(personal, text, min)) return { code: 'contains_personal_data', message: 'must not be made of your name or address' };
  if (isMadeOf(service, text, min)) return { code: 'contains_service_name', message: 'must not be made of the name of this service' };
  if (isPredictable(text, min) || [...wordsBehind(text)].some((word) => common.has(word))) {
    return { code: 'too_common', message: 'is one of those that are guessed first' };
  }
  return null;
}

/** The refusal as the fault of a field. */
export function refusedPassword(field: string, { code, message }: PasswordRefusal): DomainError {
  return invalidField(field, code, message);
}

export type PasswordStrength = 0 | 1 | 2 | 3 | 4;

/** The characters from which on a password is of strength 1, 2, 3 and 4. */
export const STRENGTH_STEPS = [NATIVE_PASSWORD_RULES.min, 11, 15, 20] as const;

/**
 * How hard a password is to guess, for a meter: 0 is refused, 1 just taken, 2 fair, 3 as long as is recommended (15
 * characters, NIST SP 800-63B-4, 3.1.1.1), 4 a long passphrase.
 */
export function passwordStrength(password: string, refusal: PasswordRefusal | null): PasswordStrength {
  if (refusal !== null) return 0;
  const length = [...password.normalize('NFC')].length;
  return Math.max(1, STRENGTH_STEPS.filter((step) => length >= step).length) as PasswordStrength;
}
