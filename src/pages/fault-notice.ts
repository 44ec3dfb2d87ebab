import type { DomainError } from '../errors/domain-error';
import type { ErrorCode, ErrorKind } from '../errors/error-kinds';
import { isBelow } from '../http/api';
import type { PageData } from './page-data';
import type { SayOnPage } from './words/page-words';

/** What each kind of failure is in words for people; codes that can say more come first. */
const WORDS = {
  malformed: 'fault.malformed',
  invalid: 'fault.field',
  too_large: 'fault.too-large',
  unsupported: 'fault.unsupported',
  not_found: 'fault.not-found',
  unauthenticated: 'fault.unauthenticated',
  forbidden: 'fault.field',
  conflict: 'fault.conflict',
  gone: 'fault.gone',
  throttled: 'fault.throttled',
  overloaded: 'fault.overloaded',
  internal: 'fault.internal',
} as const satisfies Record<ErrorKind, string>;

const WORDS_OF_CODES = { email_taken: 'fault.taken', foreign_form: 'fault.foreign' } as const satisfies Partial<Record<ErrorCode, string>>;
const hasWords = (code: ErrorCode): code is keyof typeof WORDS_OF_CODES => code in WORDS_OF_CODES;

/** What a page says of a failure that its form can't mend. */
export function faultNotice(error: DomainError, path: string, say: SayOnPage): PageData['notice'] {
  if (error.code === 'one_time_token_invalid' || error.code === 'one_time_token_spent') return deadLink(path, say);
  const word = hasWords(error.code) ? WORDS_OF_CODES[error.code] : WORDS[error.kind];
  return { title: titleOf(error, say), message: say(word), action: null };
}

function deadLink(path: string, say: SayOnPage): PageData['notice'] {
  const title = say('dead.title');
  if (isBelow('/account/confirm-email', path)) return { title, message: say('dead.confirm-text'), action: null };
  if (isBelow('/account/not-me', path) || isBelow('/account/undo-email-change', path)) {
    return { title, message: say('dead.not-me-text'), action: { label: say('link.new-password'), to: 'account/recover', token: null } };
  }
  return { title, message: say('dead.text'), action: { label: say('dead.action'), to: 'account/recover', token: null } };
}

function titleOf({ kind }: DomainError, say: SayOnPage): string {
  if (kind === 'not_found') return say('fault.title.not-found');
  if (kind === 'throttled' || kind === 'overloaded') return say('fault.title.later');
  return kind === 'internal' ? say('fault.title.internal') : say('fault.title');
}
