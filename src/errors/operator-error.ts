/**
 * A fault that whoever runs the service can mend. The message is for them, the whole of what the start and the commands say: it
 * names the setting and what to do. Everything else is a defect and shows where it happened.
 */
export class OperatorError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
