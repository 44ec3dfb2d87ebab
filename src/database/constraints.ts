import { QueryFailedError } from 'typeorm';
import { DomainError } from '../errors/domain-error';
import type { ErrorCode } from '../errors/error-kinds';

/** What breaking a unique constraint means: the error's code and the field it is about. */
export type ConstraintMeanings = Readonly<Record<string, { code: ErrorCode; field: string }>>;

/**
 * Runs an insert or update and turns a broken constraint into its meaning: the database decides who was first, so
 * that no look-up beforehand has to.
 * @throws DomainError with the code that `meanings` gives the constraint
 */
export async function withConstraints<T>(meanings: ConstraintMeanings, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const meaning = error instanceof QueryFailedError ? meanings[constraintOf(error)] : undefined;
    if (meaning === undefined) throw error;
    throw new DomainError(meaning.code, { field: meaning.field });
  }
}

function constraintOf(error: QueryFailedError): string {
  return (error.driverError as { constraint?: string }).constraint ?? '';
}
