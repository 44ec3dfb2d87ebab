import { HttpException } from '@nestjs/common';
import { DomainError } from '../errors/domain-error';
import type { ErrorCode } from '../errors/error-kinds';
import { isOutage, sqlState } from '../errors/sql-state';

/** Seconds a caller should wait while the database cannot be reached. */
const RETRY_AFTER_OUTAGE = 2;

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'malformed_body',
  401: 'token_invalid',
  403: 'insufficient_scope',
  404: 'route_not_found',
  413: 'body_too_large',
  414: 'route_not_found',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
  503: 'overloaded',
};

/** Turns whatever was thrown (ours, the framework's, the server's, the database's) into an error of the catalogue. */
export function toDomainError(thrown: unknown): DomainError {
  if (thrown instanceof DomainError) return thrown;
  if (isOfOutage(thrown)) return new DomainError('overloaded', { retryAfter: RETRY_AFTER_OUTAGE, cause: thrown });
  const status = statusIn(thrown);
  const code = CODE_OF_STATUS[status] ?? (status >= 400 && status < 500 ? 'malformed_body' : 'internal_error');
  return new DomainError(code, { cause: thrown });
}

function statusIn(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  return (thrown as { statusCode?: number } | null)?.statusCode ?? 500;
}

/**
 * The sockets' codes that mean "not now", those of looking a name up among them. Besides the database only Redis, the mail
 * server and the list of breached passwords are reached by name, and who asks these deals with their failures.
 */
const OUTAGE_SOCKETS = /^(ECONN(REFUSED|RESET|ABORTED)|E(HOST|NET)(UNREACH|DOWN)|ENOENT|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT)$/;
/** What TypeORM says of the next statement of a transaction whose connection broke. */
const OUTAGE_NAMES = /^QueryRunner(Provider)?AlreadyReleasedError$/;
const OUTAGE_MESSAGES = /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Cannot use a pool after/;

/** What the driver and TypeORM throw; `driverError` is what TypeORM has wrapped. */
interface Failure extends Error {
  readonly code: string;
  readonly driverError: { readonly code?: string };
}

function isOfOutage(thrown: unknown): boolean {
  if (typeof thrown !== 'object' || thrown === null || thrown instanceof HttpException) return false;
  const { driverError, name, message, code } = thrown as Partial<Failure>;
  const reason = driverError?.code ?? code ?? '';
  return isOutage(sqlState(thrown)) || OUTAGE_SOCKETS.test(reason) || OUTAGE_NAMES.test(name ?? '') || OUTAGE_MESSAGES.test(message ?? '');
}
