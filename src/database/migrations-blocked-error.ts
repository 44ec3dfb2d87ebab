import { OperatorError } from '../errors/operator-error';

/** Somebody else holds the lock of the migrations and does not let go. The message is for the person at the terminal. */
export class MigrationsBlockedError extends OperatorError {}
