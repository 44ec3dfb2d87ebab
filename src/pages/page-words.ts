import type { DomainError } from '../errors/domain-error';
import type { ErrorCode } from '../errors/error-kinds';
import { isBelow } from '../http/api';
import { detailOf } from '../http/problem-details';
import type { PageData } from './page-data';

/** Codes whose usual words are for programmers, in words for people. */
const WORDS: Partial<Record<ErrorCode, string>> = {
  malformed_body: 'The form could not be read. Please go back and try again.',
  body_too_large: 'The form is larger than it can be. Please go back and enter less.',
  unsupported_media_type: 'This page takes what its own form sends, and nothing else.',
  insufficient_scope: 'The form was sent from another site. Please open the link in the mail yourself and try again.',
  route_not_found: 'There is no page at this address.',
  email_taken: 'Another account has this address by now, so it can’t be confirmed for yours.',
};

const DEAD_LINK = 'It was used, it was replaced by the link in a newer mail, or it has expired.';

/** What a page says of a failure that its form can't mend. */
export function wordsOf(error: DomainError, path: string, root: string): PageData['notice'] {
  if (error.code === 'one_time_token_invalid' || error.code === 'one_time_token_spent') return deadLink(path, root);
  return { title: titleOf(error), message: WORDS[error.code] ?? detailOf(error.code), action: null };
}

function deadLink(path: string, root: string): PageData['notice'] {
  const title = 'This link no longer works';
  if (isBelow('/account/confirm-email', path)) return { title, message: `${DEAD_LINK} The app can send you another.`, action: null };
  if (isBelow('/account/not-me', path)) {
    const message = 'It was used, or it has expired. If somebody else may know your password, choose a new one: that ends every session.';
    return { title, message, action: { label: 'Choose a new password', href: `${root}account/recover` } };
  }
  return { title, message: DEAD_LINK, action: { label: 'Ask for a new link', href: `${root}account/recover` } };
}

function titleOf(error: DomainError): string {
  if (error.kind === 'not_found') return 'Not found';
  if (error.kind === 'throttled' || error.kind === 'overloaded') return 'Please try again later';
  return error.kind === 'internal' ? 'Something went wrong' : 'That did not work';
}
