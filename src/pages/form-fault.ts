import { DomainError } from '../errors/domain-error';
import { statusOf } from '../http/problem-details';

/** Why a form is shown again, in a sentence. */
export interface FormFault {
  readonly status: number;
  readonly message: string;
}

const LABELS: Readonly<Record<string, string>> = { email: 'The address', newPassword: 'The new password' };

/**
 * What the person can put right in the same form.
 * @throws the failure itself where another try with this form can't help
 */
export function formFault(failure: unknown): FormFault {
  if (!(failure instanceof DomainError)) throw failure;
  const message = messageOf(failure);
  if (message === null) throw failure;
  return { status: statusOf(failure), message };
}

function messageOf({ code, faults }: DomainError): string | null {
  if (code === 'wrong_password') return 'The password is wrong.';
  if (code === 'proof_required') return 'Enter the password of the account, or choose a new one.';
  if (code === 'password_unchanged') return 'The new password is the one that the account has already.';
  if (code !== 'invalid_input') return null;
  return faults.map(({ field, message }) => `${LABELS[field] ?? field} ${message}.`).join(' ');
}
