import { OperatorError } from '../../errors/operator-error';

/** The embedded PostgreSQL cannot be used. The message is for the person at the terminal and says what to do. */
export class EmbeddedPostgresError extends OperatorError {}
