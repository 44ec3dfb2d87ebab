import type { ErrorCode } from '../errors/error-kinds';

/** What it means to a caller that an account is no more. */
export interface Gone {
  readonly code: ErrorCode;
  readonly field?: string;
}

/** To a caller who is signed in to the account. */
export const SUBJECT_GONE: Gone = { code: 'account_gone' };

/** To a caller with a refresh token of the account. */
export const REFRESH_TOKEN_GONE: Gone = { code: 'refresh_token_invalid' };

/** To a caller with a mailed link, which went with the account. */
export const LINK_GONE: Gone = { code: 'one_time_token_invalid', field: 'token' };

/** To a caller who has named the account by its id. */
export const ID_GONE: Gone = { code: 'user_not_found' };

/** To a caller who has named the account by its address. */
export const NAMED_GONE: Gone = { code: 'user_not_found', field: 'email' };
