import { OperatorError } from '../errors/operator-error';

/** A process of the database, and the address of whoever it serves. */
export interface Backend {
  readonly backend: number;
  readonly address: string;
}

/** Somebody else has what the migrations need and does not let go. The message is for the person at the terminal. */
export class MigrationsBlockedError extends OperatorError {
  /**
   * @param waited milliseconds
   * @param backend whose doing it is, where that is known
   * @param doing what it does that keeps them waiting
   */
  static after(waited: number, backend: Backend | undefined, doing: string, options: ErrorOptions): MigrationsBlockedError {
    const who = backend === undefined ? 'another connection' : `the database's process ${backend.backend}, for ${backend.address},`;
    const remedy = backend === undefined ? '' : `, or, if whoever it serves is gone, end it there with SELECT pg_terminate_backend(${backend.backend})`;
    const fact = `The migrations have waited for ${waited / 1000} seconds: ${who} ${doing}.`;
    return new MigrationsBlockedError(`${fact} If it is still at work, start again when it is done${remedy}.`, options);
  }
}
