/**
 * Names whose values are never written, wherever in a line they stand and in whatever style they are spelt: they end like
 * this. A net below the habit of naming what is logged.
 */
const SECRET_NAME = /(password([-_]?confirmation)?|secret|passwd|token|(secret|private|service|api)[-_]?key|authorization|cookie|link|hash)$|^(key|reset)$/i;

/** Errors have a `code` as well: only one of the form that people get in a mail is a secret (nodemailer's EMESSAGE is none). */
const CODE = /^code$/i;
const RECOVERY_CODE = /^(?!EMESSAGE$)[\s-]*([A-HJ-NP-Z2-9][\s-]*){8}$/i;

const CENSOR = '[redacted]';

/** Objects in each other, as far as they are written at all. */
const DEPTH = 6;

/** Names that were looked at. Those of the program are few; who logs a caller's must not fill the memory. */
const known = new Map<string, boolean>();
const KNOWN_MAX = 1_000;

/**
 * What a line tells, without the values of secret names: a copy. For events alone, since lines of requests hold no objects
 * and do not come by here.
 */
export function redacted(facts: Record<string, unknown>): Record<string, unknown> {
  const { err } = facts;
  const told = withoutSecrets(facts, []) as Record<string, unknown>;
  // Written by its own allow-list.
  if (err instanceof Error) told['err'] = err;
  return told;
}

function withoutSecrets(value: unknown, within: readonly object[]): unknown {
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  if (within.length === DEPTH || within.includes(value)) return '[Object]';
  const here = [...within, value];
  if (Array.isArray(value)) return value.map((one) => withoutSecrets(one, here));
  const told: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value)) told[name] = isSecret(name, one) ? CENSOR : withoutSecrets(one, here);
  return told;
}

function isSecret(name: string, value: unknown): boolean {
  if (value === null || value === undefined) return false;
  return isSecretName(name) || (CODE.test(name) && RECOVERY_CODE.test(String(value)));
}

function isSecretName(name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  const is = SECRET_NAME.test(name);
  if (known.size < KNOWN_MAX) known.set(name, is);
  return is;
}
