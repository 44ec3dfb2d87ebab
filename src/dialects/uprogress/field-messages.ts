import type { FieldFault } from '../../errors/domain-error';

/** What is wrong with each field, in the words that clients show. */
export type FieldMessages = Readonly<Record<string, readonly string[]>>;

/** The words for each fault of a field, in the order in which several stand together. */
const MESSAGES: readonly [codes: readonly string[], message: (about: { field: string; passwordMin: number }) => string][] = [
  [['no_token'], () => 'User is empty'],
  [['required', 'blank'], () => "can't be blank"],
  [['taken'], ({ field }) => ` ${field} already taken`],
  [['too_short'], ({ passwordMin }) => `is too short (minimum is ${passwordMin} characters)`],
  [['too_long'], () => 'is too long'],
  [['too_common'], () => 'is too common'],
  [['breached'], () => 'is known from a data breach'],
  [['contains_personal_data'], () => 'is too much like your name or email'],
  [['contains_service_name'], () => 'is too much like the name of this service'],
  [['mismatch'], () => "doesn't match Password"],
];
const OTHERWISE = 'is invalid';

/** Fields whose names differ from the services'. */
const NAMES: Readonly<Record<string, string>> = { username: 'nick' };

/**
 * The messages of all fields at fault. What is wrong inside `authorization` is said of it as a whole.
 * @param passwordMin characters, for the message that names it
 */
export function fieldMessages(faults: readonly FieldFault[], passwordMin: number): FieldMessages {
  const byField = new Map<string, Set<string>>();
  for (const fault of faults) {
    const field = nameOf(fault);
    byField.set(field, (byField.get(field) ?? new Set()).add(fault.code));
  }
  return Object.fromEntries([...byField].map(([field, codes]) => [field, messagesOf(codes, { field, passwordMin })]));
}

function messagesOf(codes: ReadonlySet<string>, about: { field: string; passwordMin: number }): string[] {
  const known = new Set(MESSAGES.flatMap(([names]) => names));
  const worded = MESSAGES.filter(([names]) => names.some((name) => codes.has(name))).map(([, message]) => message(about));
  const other = [...codes].some((code) => !known.has(code)) ? [OTHERWISE] : [];
  return [...worded, ...other];
}

function nameOf({ field }: FieldFault): string {
  const [first = ''] = field.split('.');
  return NAMES[first] ?? first;
}
