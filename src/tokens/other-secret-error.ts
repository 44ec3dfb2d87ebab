import type { Config } from '../config/config';
import { holdsSecret, localSecretFile } from '../config/local-secret';
import { OperatorError } from '../errors/operator-error';

/** What the store keeps encrypted was encrypted with another secret, or was tampered with. */
export class OtherSecretError extends OperatorError {
  constructor(config: Config) {
    super(wordsOf(config));
  }
}

// Whoever lets Latchkey make a secret is never shown it: the file is all that they can be told of it.
function wordsOf({ dataDir, secrets }: Config): string {
  const file = localSecretFile(dataDir);
  const isInUse = file !== null && holdsSecret(file, secrets.current);
  return (
    `A sealed value cannot be opened: LATCHKEY_SECRET${isInUse ? `, here what ${file} holds,` : ''} is not the one it was sealed with, ` +
    'nor is LATCHKEY_SECRET_PREVIOUS. ' +
    `Give the service the secret that it had${file === null || isInUse ? '' : ` (where it was given none, what ${file} holds)`}; ` +
    'what to do without it stands in docs/operations/keys.md.'
  );
}
