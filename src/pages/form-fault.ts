import { NATIVE_PASSWORD_RULES, PASSWORD_MAX } from '../credentials/password-policy';
import { DomainError, type FieldFault } from '../errors/domain-error';
import type { ErrorCode } from '../errors/error-kinds';
import type { FaultRequest } from '../http/api';
import { statusOf } from '../http/problem-details';
import { RECOVERY_CODE_TRIES, RECOVERY_CODE_TTL } from '../password-recovery/recovery-terms';
import { languageOf } from './page-language';
import type { SayOnPage } from './words/page-words';
import { EMAIL_MAX } from '../users/mail-address';

/** Why a form is shown again, in a sentence. */
export interface FormFault {
  readonly status: number;
  readonly message: string;
}

/** What can be wrong with a field, by the field and the stable code of the fault. */
const FIELD_FAULTS: Readonly<Record<string, (say: SayOnPage) => string>> = {
  'email not_an_email': (say) => say('recover.not_an_email'),
  'newPassword required': (say) => say('password.required'),
  'newPassword too_short': (say) => say('password.too_short', { min: NATIVE_PASSWORD_RULES.min }),
  'newPassword too_long': (say) => say('password.too_long', { max: PASSWORD_MAX }),
  'newPassword too_common': (say) => say('password.too_common'),
  'newPassword contains_personal_data': (say) => say('password.contains_personal_data'),
  'newPassword contains_service_name': (say) => say('password.contains_service_name'),
  'newPassword breached': (say) => say('password.breached'),
  'identifier required': (say) => say('sign-in.identifier-required'),
  'identifier too_long': (say) => say('sign-in.identifier-too_long', { max: EMAIL_MAX }),
  'password required': (say) => say('sign-in.password-required'),
};

/**
 * What the person can put right in the same form. The request's line in the log tells of it as of other failures.
 * @throws the failure itself where another try with this form can't help
 */
export function formFault(failure: unknown, request: FaultRequest & { faultCode?: ErrorCode }): FormFault {
  if (!(failure instanceof DomainError)) throw failure;
  const message = messageOf(failure, languageOf(request).say);
  if (message === null) throw failure;
  request.faultCode = failure.code;
  // 401 would ask for an HTTP authentication scheme (RFC 9110, 15.5.2), which a form has none of.
  return { status: failure.kind === 'unauthenticated' ? 403 : statusOf(failure), message };
}

function messageOf({ code, faults }: DomainError, say: SayOnPage): string | null {
  if (code === 'bad_credentials') return say('sign-in.bad_credentials');
  if (code === 'wrong_password') return say('confirm.wrong_password');
  if (code === 'proof_required') return say('confirm.proof_required');
  if (code === 'recovery_code_wrong') return codeWrong(say);
  if (code === 'password_unchanged') return say('password.unchanged');
  if (code !== 'invalid_input') return null;
  return sentences(faults.map((fault) => fieldMessage(fault, say)));
}

const codeWrong = (say: SayOnPage) =>
  sentences([say('choose.code-wrong'), say('choose.code-again', { minutes: RECOVERY_CODE_TTL / 60, tries: RECOVERY_CODE_TRIES })]);

/** Nothing follows the wide full stop of Chinese. */
const sentences = (parts: readonly string[]) => parts.join(' ').replaceAll('。 ', '。');

function fieldMessage({ field, code }: FieldFault, say: SayOnPage): string {
  return FIELD_FAULTS[`${field} ${code}`]?.(say) ?? say('fault.field');
}
