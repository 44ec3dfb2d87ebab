import { CREDENTIALS } from './credentials';
import { INPUT_LINES } from './input';
import type { Line } from './line';
import { OPERATION_LINES } from './operation';
import { RECOVERY_LINES } from './recovery';
import { SESSION_LINES } from './sessions';

/** Every line of the attack list, with the tests that prove it against each API and the pages. */
export const MATRIX: readonly Line[] = [...CREDENTIALS, ...RECOVERY_LINES, ...SESSION_LINES, ...INPUT_LINES, ...OPERATION_LINES];
