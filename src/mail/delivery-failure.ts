interface MailServerError {
  /** nodemailer's or the system's name of the failure, for example `ECONNREFUSED`. */
  readonly code?: unknown;
  /** The mail server's reply code. */
  readonly responseCode?: unknown;
}

/** A short name of what went wrong that holds nothing of the letter: `ECONNECTION`, or with the server's reply `EENVELOPE 550`. */
export function failureCode(error: unknown): string {
  const { code, responseCode } = (error ?? {}) as MailServerError;
  const name = typeof code === 'string' ? code : error instanceof Error ? error.name : 'unknown';
  return typeof responseCode === 'number' ? `${name} ${responseCode}` : name;
}

/** The mail server had something against this letter; else against us, or it was not to be reached. */
export function isOfTheLetter(error: unknown): boolean {
  const { code } = (error ?? {}) as MailServerError;
  return code === 'EENVELOPE' || code === 'EMESSAGE';
}

/**
 * RFC 5321, 4.2.1: after a reply of 5yz the same mail is not to be sent again. Not so a 5yz to our greeting or our
 * password, which the operator can mend.
 */
export function isPermanent(error: unknown): boolean {
  const { responseCode } = (error ?? {}) as MailServerError;
  return isOfTheLetter(error) && typeof responseCode === 'number' && responseCode >= 500;
}
