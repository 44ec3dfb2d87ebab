import { OperatorError } from '../errors/operator-error';

/** The database takes no connection: nobody listens there, or it refuses the role, the password or the name. */
export class DatabaseUnreachableError extends OperatorError {
  /** @param setting the variable that the address stands in; null for the embedded database */
  constructor(setting: DatabaseSetting | null, cause: unknown) {
    super(`The database cannot be reached: ${reasonOf(cause)}${setting === null ? '' : ` (see ${setting})`}`, { cause });
  }
}

export type DatabaseSetting = 'DATABASE_URL' | 'DATABASE_DIRECT_URL';

// A host of several addresses fails with an error for each, and says nothing itself.
function reasonOf(cause: unknown): string {
  const parts = cause instanceof AggregateError ? (cause.errors as unknown[]) : [cause];
  return parts.map((part) => (part instanceof Error ? part.message : String(part))).join(', ');
}
