/** Somebody else holds the lock of the migrations and does not let go. The message is for the person at the terminal. */
export class MigrationsBlockedError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MigrationsBlockedError';
  }
}
