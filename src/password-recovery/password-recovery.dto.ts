import { DomainError, type FieldFault } from '../errors/domain-error';
import { SecretField } from '../http/text-fields';
import type { MailedProof } from '../auth/refused-secrets';
import { RECOVERY_CODE_TRIES, RECOVERY_CODE_TTL, RECOVERY_TTL } from './recovery-terms';
import { AddressToFindField } from '../users/address-field.decorator';

const TOKEN = '8V4nD5k2mQeJcF0a7yXbT3sWgLzRuHpKoIvNiMdYt1E';
const CODE = 'K7QM-X2VD';
const NEW_PASSWORD = 'staple battery horse';

export class RequestRecoveryDto {
  @AddressToFindField()
  email!: string;
}

export const CONFIRM_RECOVERY =
  `Either the token of the mailed link, which works for ${RECOVERY_TTL / 60} minutes, or the address and the code in the same mail, ` +
  `which works for ${RECOVERY_CODE_TTL / 60} minutes and ${RECOVERY_CODE_TRIES} tries. A refused password leaves both as they are.`;

export const CONFIRM_RECOVERY_EXAMPLES = {
  token: { summary: 'With the token of the link', value: { token: TOKEN, newPassword: NEW_PASSWORD } },
  code: { summary: 'With the code', value: { email: 'ann@example.com', code: CODE, newPassword: NEW_PASSWORD } },
};

export class ConfirmRecoveryDto {
  /** The token of the mailed link. */
  @SecretField({ example: TOKEN, required: false })
  token?: string;

  /** The address that the mail was asked for with. */
  @AddressToFindField({ required: false })
  email?: string;

  /** The code in the mail; case, spaces and dashes don't matter. */
  @SecretField({ example: CODE, required: false, max: 100 })
  code?: string;

  /** By the rules of a sign-up; a refused one leaves token and code as they are. */
  @SecretField({ example: NEW_PASSWORD })
  newPassword!: string;
}

/**
 * The token, or the code with its address.
 * @throws DomainError invalid_input
 */
export function proofIn({ token, email, code }: ConfirmRecoveryDto): MailedProof {
  if (token != null) return { token };
  if (email != null && code != null) return { email, code };
  if (email == null && code == null) throw new DomainError('invalid_input', { faults: [isRequired('token')] });
  throw new DomainError('invalid_input', { faults: [isRequired(email == null ? 'email' : 'code')] });
}

const isRequired = (field: string): FieldFault => ({ field, code: 'required', message: 'is required' });

/** Nothing: whether or not there is an account, the answer is the same. */
export class RecoveryRequestedDto {}
