import { isNativeError } from 'node:util/types';
import { DomainError } from '../errors/domain-error';
import type { ErrorCode } from '../errors/error-kinds';
import { isOutage, isRefusal, sqlState } from '../errors/sql-state';
import { OperatorError } from '../errors/operator-error';

const WORDS: Partial<Record<ErrorCode, string>> = {
  user_not_found: 'There is no such account.',
  account_gone: 'There is no such account.',
  email_taken: 'An account with this e-mail address exists.',
  username_taken: 'This username is taken.',
  service_key_name_taken: 'There is or was a service key of this name: choose another.',
  service_key_not_found: 'There is no service key of this name in force.',
};

/** What an operator is told of a failure. What an operator can't mend is a defect and shows where it happened. */
export function explain(error: unknown): string {
  if (error instanceof DomainError) return ofDomain(error);
  if (error instanceof OperatorError) return error.message;
  if (isUnreachable(error)) return `The database cannot be reached: ${describe(error)}`;
  if (isNativeError(error) && isOutage(sqlState(error))) return `The database cannot do it now: ${describe(error)}`;
  return isNativeError(error) ? (error.stack ?? error.message) : String(error);
}

function ofDomain({ code, faults }: DomainError): string {
  if (faults.length > 0) return faults.map(({ field, message }) => `${field} ${message}`).join('\n');
  return WORDS[code] ?? `It failed: ${code}`;
}

/** Of the sockets' errors, those of making a connection. */
const CONNECTING = /^(connect|getaddrinfo)$/;

function isUnreachable(error: unknown): error is Error {
  const { syscall } = (partsOf(error)[0] ?? {}) as { syscall?: unknown };
  return isNativeError(error) && (isRefusal(sqlState(error)) || CONNECTING.test(String(syscall)));
}

// A host of several addresses fails with an error for each.
function partsOf(error: unknown): unknown[] {
  return isNativeError(error) && 'errors' in error ? (error.errors as unknown[]) : [error];
}

function describe(error: Error): string {
  return partsOf(error)
    .map((part) => (part as Error).message)
    .join(', ');
}
