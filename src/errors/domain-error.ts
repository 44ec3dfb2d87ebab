import { ERROR_KINDS, type ErrorCode, type ErrorKind } from './error-kinds';

/** One thing wrong with one input field. `code` is stable (for example `required`, `too_short`), `message` is for people. */
export interface FieldFault {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** A limit that was reached, for the headers that say so. `window` is seconds. */
export interface ReachedLimit {
  readonly name: string;
  readonly quota: number;
  readonly window: number;
}

export interface ErrorDetails {
  /** What was wrong, field by field; only with `invalid_input`. */
  readonly faults?: readonly FieldFault[];
  /** The one field the error is about, where there is one. */
  readonly field?: string;
  /** Seconds after which trying again makes sense. */
  readonly retryAfter?: number;
  /** Which limit was reached; only with `too_many_requests`. */
  readonly limit?: ReachedLimit;
  /** The underlying failure: logged, never shown. */
  readonly cause?: unknown;
}

/** Every failure the services report. Each API renders it in its own envelope. */
export class DomainError extends Error {
  readonly kind: ErrorKind;
  readonly faults: readonly FieldFault[];
  readonly field?: string;
  readonly retryAfter?: number;
  readonly limit?: ReachedLimit;

  constructor(
    readonly code: ErrorCode,
    details: ErrorDetails = {},
  ) {
    super(code, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'DomainError';
    this.kind = ERROR_KINDS[code];
    this.faults = details.faults ?? [];
    this.field = details.field;
    this.retryAfter = details.retryAfter;
    this.limit = details.limit;
  }
}

/** The `invalid_input` error for a single field. */
export function invalidField(field: string, code: string, message: string): DomainError {
  return new DomainError('invalid_input', { faults: [{ field, code, message }] });
}
