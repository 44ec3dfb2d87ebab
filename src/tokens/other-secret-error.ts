import { OperatorError } from '../errors/operator-error';

const FAULT =
  'A sealed value cannot be opened: LATCHKEY_SECRET is not the one it was sealed with, nor is LATCHKEY_SECRET_PREVIOUS. ' +
  'Give the service the secret that it had; what to do without it stands in docs/operations/keys.md.';

/** What the store keeps encrypted was encrypted with another secret, or was tampered with. */
export class OtherSecretError extends OperatorError {
  constructor() {
    super(FAULT);
  }
}
