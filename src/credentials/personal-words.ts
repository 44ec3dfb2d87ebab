import { folded } from './password-folding';

/** Whose password it is to be, as far as that is known: an account, or what somebody registers with. */
export interface PasswordOwner {
  readonly email?: string;
  readonly username?: string | null;
  readonly name?: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
}

/** Shorter words stand in many passwords by chance. */
const WORD_MIN = 3;
const HOST_WORD_MIN = 4;

/** What a guesser who knows the person would try first, folded: the names, the address and its parts. */
export function personalWords({ email = '', username, name, firstName, lastName }: PasswordOwner): string[] {
  const at = email.lastIndexOf('@');
  const local = at < 0 ? email : email.slice(0, at);
  const names = [username, name, firstName, lastName, local].map((text) => folded(text ?? ''));
  const parts = names.flatMap((text) => text.split(/[\s._+-]+/));
  return longestFirst([folded(email), ...names, ...parts, ...hostWords(email.slice(at + 1))], WORD_MIN);
}

/** What a guesser who knows the service would try first, folded. */
export function serviceWords(publicHost: string): string[] {
  return longestFirst(['latchkey', ...hostWords(publicHost)], HOST_WORD_MIN);
}

/** Whether a folded text has one of these words in it and, with all of them taken out, fewer than `min` characters left. */
export function isMadeOf(words: readonly string[], text: string, min: number): boolean {
  const rest = words.reduce((left, word) => left.split(word).join(''), text);
  return rest !== text && [...rest].length < min;
}

// `accounts.example.com`: itself, `accounts` and `example`; an IP address has no words.
function hostWords(host: string): string[] {
  const labels = folded(host).split('.');
  const words = labels.slice(0, labels.length === 1 ? 1 : -1).filter((label) => label.length >= HOST_WORD_MIN && /\p{L}/u.test(label));
  return words.length === 0 ? [] : [folded(host), ...words];
}

function longestFirst(words: readonly string[], min: number): string[] {
  return [...new Set(words)].filter((word) => word.length >= min).sort((a, b) => b.length - a.length);
}
