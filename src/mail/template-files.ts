import { join } from 'node:path';
import type { LetterKind } from './letter';

/** Beside the code: the build copies the templates along. */
export const TEMPLATES = join(__dirname, 'templates');

/** `recover_password` is written in recover-password.hbs and recover-password.text.hbs. */
export function templateName(kind: LetterKind): string {
  return kind.replaceAll('_', '-');
}
