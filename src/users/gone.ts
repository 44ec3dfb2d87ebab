import type { ErrorCode } from '../errors/error-kinds';

/** What it means to a caller that an account is no more. */
export interface Gone {
  readonly code: ErrorCode;
  readonly field?: string;
}

/** Who asks is signed in to it. */
export const SUBJECT_GONE: Gone = { code: 'account_gone' };

/** Who asks has a refresh token of it. */
export const REFRESH_TOKEN_GONE: Gone = { code: 'refresh_token_invalid' };

/** Who asks has a mailed link, which went with the account. */
export const LINK_GONE: Gone = { code: 'one_time_token_invalid', field: 'token' };

/** Who asks has named it by its id. */
export const ID_GONE: Gone = { code: 'user_not_found' };

/** Who asks has named it by its address. */
export const NAMED_GONE: Gone = { code: 'user_not_found', field: 'email' };
